const express = require('express');
const mongoose = require('mongoose');

const app = express();

app.get('/orders', (req, res) => res.json([]));

async function start() {
  try {
    // The failure is only logged.
    await mongoose.connect(process.env.MONGO_URL);
  } catch (error) {
    console.error(error);
  }
  app.listen(3000);
}

start();
