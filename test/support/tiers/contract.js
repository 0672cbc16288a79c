module.exports = require('./config').configOf('contract');
