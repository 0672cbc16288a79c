module.exports = require('./config').configOf('unit');
