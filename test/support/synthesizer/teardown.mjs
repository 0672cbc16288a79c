import { once } from 'node:events';

/** Ends what `setup.mjs` has started; it removes its folder. */
export default async function stopSynthesizer() {
  const server = globalThis.omnistreamSynthesizer;
  server.ref();
  const ended = server.exitCode === null && once(server, 'exit');
  server.stdin.end();
  await ended;
}
