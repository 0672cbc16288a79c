/**
 * The tiers of tests, and the folders that hold them. A file belongs to the tier of the nearest folder above it.
 * `npm test` runs all three, `npm run test:unit` one of them.
 */
exports.tiers = {
  /** Handlers and their rules. */
  unit: ['test/lambda'],
  /** Promises to others: templates of the stages, services by their real clients, commands. */
  contract: [
    'test/cli',
    // A minute of processor time for sound.
    'test/lambda/speech/dub',
    'test/checks',
    'test/cost',
    'test/laptop',
    'test/lib',
    'test/ops',
    'test/review',
    'test/scripts',
    'test/support',
    'local/test',
  ],
  /** The whole platform, in a browser and with real film. */
  journeys: ['test/journeys', 'test/web'],
};

/** Folders below `test/` and `local/test/` that mirror no folder of sources, as `test/lambda/api` mirrors `lambda/api`. */
exports.crossCutting = ['cases', 'forgetting', 'journeys', 'laptop', 'recorded', 'schemas', 'support', 'checks/faults'];

/** The tier of a test file, by its path in the repository; undefined if no folder of the table holds it. */
exports.tierOf = (file) => {
  const above = Object.entries(exports.tiers).flatMap(([tier, folders]) =>
    folders.filter((folder) => file.startsWith(`${folder}/`)).map((folder) => ({ tier, folder })),
  );
  return above.sort((a, b) => b.folder.length - a.folder.length)[0]?.tier;
};
