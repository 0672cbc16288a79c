import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Answers a function that frees what nobody uses any more. Sound lies outside V8's heap, whose collector lets tens of
 * megabytes of it gather before it looks: a long film would then take more memory than a short one.
 */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
