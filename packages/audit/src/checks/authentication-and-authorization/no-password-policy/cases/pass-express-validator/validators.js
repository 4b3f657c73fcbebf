const { check } = require('express-validator');

exports.join = [
  check('email').isEmail(),
  check('password')
    .exists()
    .isLength({ min: 10 })
    .withMessage('too short'),
];
exports.login = [check('password').notEmpty()];
