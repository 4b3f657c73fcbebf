const mongoose = require('mongoose');
const projectSchema = new mongoose.Schema({
  tenant: { type: mongoose.Schema.Types.ObjectId, ref: 'Tenant', required: true },
  name: String,
});
module.exports = mongoose.model('Project', projectSchema);
