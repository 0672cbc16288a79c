import stopSynthesizer from '../synthesizer/teardown.mjs';
import { closeRunFolder } from './folder.mjs';

/** After the last test of a run. */
export default async function tearDown() {
  await stopSynthesizer();
  closeRunFolder();
}
