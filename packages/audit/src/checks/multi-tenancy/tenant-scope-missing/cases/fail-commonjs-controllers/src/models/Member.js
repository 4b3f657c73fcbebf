const mongoose = require('mongoose');
const memberSchema = new mongoose.Schema({
  tenant: { type: mongoose.Schema.Types.ObjectId, ref: 'Tenant', required: true },
  name: String,
});
module.exports = mongoose.model('Member', memberSchema);
