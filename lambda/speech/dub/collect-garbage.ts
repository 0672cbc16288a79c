import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Returns a function that runs V8's garbage collector. Sound is stored outside V8's heap, and the collector lets tens of
 * megabytes of it accumulate before it runs: a long film would then need more memory than a short one.
 */
export function garbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
