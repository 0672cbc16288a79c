const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * The modules that this worker has compiled, by file. Jest would compile every module again for each test file, which takes
 * longer than most files' tests. A compiled script can run in any number of contexts: it has code, but no state.
 */
const compiled = new Map();
const { compileFunction } = vm;

/** Jest passes the context of the test file, and a callback for `import()`; other calls are left as they are. */
vm.compileFunction = (source, parameters, options = {}) => {
  const { filename, parsingContext, importModuleDynamically } = options;
  // The body of a function cannot begin with `#!`.
  if (!parsingContext || !importModuleDynamically || source.startsWith('#!'))
    return compileFunction(source, parameters, options);
  const head = `(function (${parameters.join(', ')}) {`;
  let entry = compiled.get(filename);
  if (entry?.source !== source || entry.head !== head) {
    entry = { source, head };
    entry.script = new vm.Script(`${head}${source}\n})`, {
      filename,
      columnOffset: -head.length,
      // A worker runs one test file at a time, so this is the callback of the present one.
      importModuleDynamically: (...request) => entry.importModule(...request),
    });
    compiled.set(filename, entry);
  }
  entry.importModule = importModuleDynamically;
  return entry.script.runInContext(parsingContext);
};

module.exports = TestEnvironment;
