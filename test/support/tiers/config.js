const { join } = require('node:path');
const all = require('../../../jest.config');
const { tiers } = require('./folders');

/** Jest's configuration for the tests of one tier. */
exports.configOf = (tier) => ({
  ...all,
  rootDir: join(__dirname, '..', '..', '..'),
  testMatch: tiers[tier].map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
});
