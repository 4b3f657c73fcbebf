const mongoose = require('mongoose');
const bcrypt = require('bcrypt');

const schema = new mongoose.Schema({ password: { type: String } });

const makeSalt = (user, SALT_FACTOR, next) => {
  bcrypt.genSalt(SALT_FACTOR, (err, salt) => {
    bcrypt.hash(user.password, salt, (error, hash) => {
      user.password = hash;
      next();
    });
  });
};

schema.pre('save', function (next) {
  const SALT_FACTOR = 5;
  return makeSalt(this, SALT_FACTOR, next);
});
module.exports = mongoose.model('User', schema);
