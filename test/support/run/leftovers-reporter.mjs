import { leftBeside } from './folder.mjs';

/**
 * At the end of a run, what its tests left in the temporary directory, beside the run's own folder. In `.ci/run`, where
 * nothing else works on the machine, such a run has failed.
 */
export default class LeftoversReporter {
  #error;

  onRunComplete() {
    const left = leftBeside();
    if (left.length === 0) return;
    console.log(['', 'New in the temporary directory, outside of the folder of this run:', ...left].join('\n'));
    if (process.env.OMNISTREAM_SKIP_NOTHING) this.#error = new Error('tests left files behind: see the list above');
  }

  getLastError() {
    return this.#error;
  }
}
