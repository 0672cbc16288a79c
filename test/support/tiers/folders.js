/**
 * The tiers of tests, and the folders that hold them. A file belongs to the tier whose folder it lies below.
 * `npm test` runs all three, `npm run test:unit` one of them.
 */
exports.tiers = {
  /** What handlers and their rules do. */
  unit: ['test/lambda'],
  /** What others rely on: templates of every stage, services by their real clients, programs as they are called. */
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

/** What lies below `test/` and is no mirror of a folder of sources, as `test/lambda/api` is of `lambda/api`. */
exports.crossCutting = ['cases', 'journeys', 'media', 'recorded', 'schemas', 'support', 'checks/faults'];
