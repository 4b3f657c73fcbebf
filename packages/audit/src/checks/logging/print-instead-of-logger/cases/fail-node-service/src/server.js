const express = require('express');

const app = express();
// console.log('commented out')
app.listen(3000, () => {
  console.log('listening');
});
