const { execSync } = require('child_process');
const version = execSync('git rev-parse HEAD');
