module.exports = require('./config').configOf('journeys');
