import { closeRunFolder } from './folder.mjs';

/** After the last test of a run. */
export default function tearDown() {
  closeRunFolder();
}
