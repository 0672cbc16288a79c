import { createHash } from 'node:crypto';

/** The context of `npm start`: what was given, and all recommenders, which cost nothing on a laptop. */
export function laptopContext(given = {}) {
  return { maxRecommenders: '5', ...given };
}

/** What tells the assemblies of different contexts apart. */
function variantOf(context) {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(context).sort()))
    .digest('hex')
    .slice(0, 8);
}

/** Where `npm start` puts the assembly of a context, so that `cdk synth` does not overwrite it. */
export function assemblyFolder(context) {
  return `dist/cdk.out-${variantOf(context)}`;
}
