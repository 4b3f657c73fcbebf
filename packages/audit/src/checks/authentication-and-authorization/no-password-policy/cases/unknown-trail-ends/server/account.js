const { on } = require('./sockets');
const passwordHash = require('./password-hash');

on('setup', async ({ password }) => {
  await save(passwordHash.generate(password));
});
