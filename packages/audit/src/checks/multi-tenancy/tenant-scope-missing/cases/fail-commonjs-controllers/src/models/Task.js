const mongoose = require('mongoose');
const taskSchema = new mongoose.Schema({
  tenant: { type: mongoose.Schema.Types.ObjectId, ref: 'Tenant', required: true },
  name: String,
});
module.exports = mongoose.model('Task', taskSchema);
