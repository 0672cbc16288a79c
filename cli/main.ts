import { inspect } from 'node:util';
import { run } from './run';
import { visibleLines } from './visible';

process.on('SIGINT', () => {
  process.stderr.write('\nInterrupted. Run the same command again to continue.\n');
  process.exit(130);
});

run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
}).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`${visibleLines(inspect(error))}\n`);
    process.exitCode = 1;
  },
);
