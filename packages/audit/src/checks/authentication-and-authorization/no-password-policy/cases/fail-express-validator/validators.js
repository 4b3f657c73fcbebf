const { check } = require('express-validator');

exports.join = [
  check('email').isEmail(),
  check('password')
    .exists()
    .isLength({ min: 5 })
    .withMessage('too short'),
];
exports.login = [check('password').notEmpty()];
