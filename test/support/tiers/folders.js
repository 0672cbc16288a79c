/**
 * The tiers of tests, and the folders that hold them. A file belongs to the tier whose folder it lies below.
 * `npm test` runs all three, `npm run test:unit` one of them.
 */
exports.tiers = {
  /** Handlers and their rules. */
  unit: ['test/lambda'],
  /** Promises to others: templates of the stages, services by their real clients, commands. */
  contract: [
    'test/cli',
    'test/checks',
    'test/cost',
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
exports.crossCutting = ['cases', 'journeys', 'media', 'recorded', 'schemas', 'support', 'checks/faults'];
