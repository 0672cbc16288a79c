const { join } = require('node:path');
const all = require('../../../jest.config');
const { tiers } = require('./folders');

const everyFolder = Object.values(tiers).flat();

/** Jest's configuration for the tests of one tier. */
exports.configOf = (tier) => {
  const folders = tiers[tier];
  const ofOthers = everyFolder.filter((folder) => !folders.includes(folder));
  const inside = ofOthers.filter((folder) => folders.some((outer) => folder.startsWith(`${outer}/`)));
  return {
    ...all,
    rootDir: join(__dirname, '..', '..', '..'),
    testMatch: [
      ...folders.map((folder) => `<rootDir>/${folder}/**/*.test.ts`),
      ...inside.map((folder) => `!**/${folder}/**`),
    ],
  };
};
