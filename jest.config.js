// The SDK's advice about Node versions, once per test file, would hide what tests say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// What every function's environment has: lambda/shared/stage.ts.
process.env.STAGE = 'test';

// Tests that are about lines of lower levels ask for them: test/support/lines.ts.
process.env.POWERTOOLS_LOG_LEVEL = 'WARN';

// CDK's validation of each app that a test synthesizes costs ten seconds; `npm run validate` is for that.
process.env.CDK_VALIDATION = 'false';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/run/environment.js',
  roots: ['<rootDir>/test', '<rootDir>/local/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.(t|j|mj)s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  // Packages that ship ES modules only.
  transformIgnorePatterns: ['node_modules/(?!(jose|oauth4webapi|openid-client|dt-sql-parser|antlr4-c3)/)'],
  globalSetup: '<rootDir>/test/support/run/setup.mjs',
  globalTeardown: '<rootDir>/test/support/run/teardown.mjs',
  ...(process.env.OMNISTREAM_JEST_CACHE && { cacheDirectory: process.env.OMNISTREAM_JEST_CACHE }),
  testSequencer: '<rootDir>/test/support/journeys-first.js',
  reporters: [
    'default',
    '<rootDir>/test/support/skipped-reporter.mjs',
    '<rootDir>/test/support/run/leftovers-reporter.mjs',
  ],
  // Journeys wait for engines of other processes half of their time, so two cores carry three.
  maxWorkers: 3,
  // A guard against what hangs, and no measure of anything: every test holds on a machine that is busy with other work.
  testTimeout: 600_000,
};
