const { Account } = require('./models/account');

async function credit(id, amount) {
  const account = await Account.findById(id);
  account.balance += amount;
  await account.save();
}

module.exports = { credit };
