const { relative } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');
const { tierOf } = require('./tiers/folders');

/**
 * Starts the journeys before all other files. Without times of an earlier run jest starts large files first, and journeys
 * are small files that wait for minutes: as the last of a run, one would keep a single worker busy.
 */
module.exports = class JourneysFirst extends Sequencer {
  sort(tests) {
    const isJourney = ({ path, context }) => tierOf(relative(context.config.rootDir, path)) === 'journeys';
    const sorted = super.sort(tests);
    return [...sorted.filter(isJourney), ...sorted.filter((test) => !isJourney(test))];
  }
};
