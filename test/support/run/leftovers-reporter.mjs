import { leftBeside } from './folder.mjs';

/** Names that are listed: programs beside this run may have made the others. */
const most = 5;

/**
 * At the end of a run, what its tests left in the temporary directory, beside the run's own folder. In `.ci/run`, where
 * nothing else works on the machine, such a run has failed.
 */
export default class LeftoversReporter {
  #error;

  onRunComplete() {
    const left = leftBeside();
    if (left.length === 0) return;
    const shown = left.length > most ? [...left.slice(0, most), `and ${left.length - most} more`] : left;
    console.log(['', 'New in the temporary directory, outside of the folder of this run:', ...shown].join('\n'));
    if (process.env.OMNISTREAM_SKIP_NOTHING) this.#error = new Error('tests left files behind: see the list above');
  }

  getLastError() {
    return this.#error;
  }
}
