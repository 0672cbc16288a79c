import { resolve } from 'node:path';

/** The path of a sample film, or of what is said in it: `samples/README.md`. */
export const sample = (name: 'canary-en.mp4' | 'film-en.mp4' | 'film-en.transcript.json' | 'presenter-en.mp4') =>
  resolve(__dirname, '..', '..', 'samples', name);
