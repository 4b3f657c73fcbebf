const http = require('http');

http.createServer().listen(1883, () => {
  console.log('broker for trying things out');
});
