/**
 * At the end of a run, what was skipped: by tool, how many tests and how to install it; which additional suites are
 * absent; and tests that were skipped for no reason that their name gives. With OMNISTREAM_SKIP_NOTHING set, as in
 * `.ci/run`, a run in which anything but an additional suite was skipped has failed; OMNISTREAM_MAY_SKIP names tools that
 * cannot be installed there.
 */
export default class SkippedReporter {
  #isFiltered;
  #error;

  constructor({ testNamePattern }) {
    // With `jest -t`, every other test counts as skipped.
    this.#isFiltered = Boolean(testNamePattern);
  }

  onRunComplete(_contexts, { testResults }) {
    const { byTool, suites, unused, unnamed } = skipped(testResults);
    const lines = [...byTool].map(([tool, { count, install }]) => `  ${tool}: ${tests(count)}; ${install}`);
    if (!this.#isFiltered) lines.push(...unnamed.map((name) => `  without a reason: ${name}`));
    if (lines.length > 0) console.log(['', 'Skipped, because a tool is not on this machine:', ...lines].join('\n'));
    if (unused > 0) console.log(`\nRecorded cases of what the platform does not use, left out by name: ${unused}`);
    if (suites.length > 0)
      console.log(
        ['', 'Additional suites that are not beside this repository:', ...suites.map((path) => `  ${path}`)].join('\n'),
      );
    const may = (process.env.OMNISTREAM_MAY_SKIP ?? '').split(',');
    const isWrong = (!this.#isFiltered && unnamed.length > 0) || [...byTool.keys()].some((tool) => !may.includes(tool));
    if (isWrong && process.env.OMNISTREAM_SKIP_NOTHING)
      this.#error = new Error('tests were skipped, where nothing may be: see the list above');
  }

  getLastError() {
    return this.#error;
  }
}

const tests = (count) => (count === 1 ? '1 test' : `${count} tests`);

export function skipped(testResults) {
  const byTool = new Map();
  const suites = new Set();
  const unnamed = [];
  let unused = 0;
  const pending = testResults.flatMap((file) => file.testResults).filter(({ status }) => status === 'pending');
  for (const { fullName } of pending) {
    const needed = new Map([...fullName.matchAll(/\[needs (\w+): (.*?)\](?= |$)/g)].map(([, ...pair]) => pair));
    for (const [tool, install] of needed) {
      const { count } = byTool.get(tool) ?? { count: 0 };
      byTool.set(tool, { count: count + 1, install });
    }
    const [, suite] = /\[additional suite ([^\]]+)\]/.exec(fullName) ?? [];
    if (suite) suites.add(suite);
    else if (/\[not used: [^\]]+\]/.test(fullName)) unused++;
    else if (needed.size === 0) unnamed.push(fullName);
  }
  return { byTool, suites: [...suites].sort(), unused, unnamed };
}
