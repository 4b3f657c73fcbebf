const fs = require('fs');

function template(name) {
  return fs.readFileSync(`templates/${name}.html`, 'utf8');
}

module.exports = { template };
