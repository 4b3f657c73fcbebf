const mongoose = require('mongoose');
const bcrypt = require('bcrypt');

const schema = new mongoose.Schema({
  email: { type: String, required: true },
  password: { type: String, required: true },
});
schema.pre('save', async function () {
  this.password = await bcrypt.hash(this.password, 12);
});
module.exports = mongoose.model('Member', schema);
