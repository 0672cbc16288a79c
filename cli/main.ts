import { run } from './run';

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
    console.error(error);
    process.exitCode = 1;
  },
);
