import startSynthesizer from '../synthesizer/setup.mjs';
import { openRunFolder } from './folder.mjs';

/** Before the first test of a run. The workers start after this, with its environment. */
export default function setUp(_globalConfig, { cacheDirectory }) {
  // A jest within a test shares the cache, although its temporary folder is another.
  process.env.OMNISTREAM_JEST_CACHE ??= cacheDirectory;
  openRunFolder();
  startSynthesizer();
}
