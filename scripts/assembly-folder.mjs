import { createHash } from 'node:crypto';

/**
 * The context of `npm start`: the given values, all recommenders, which cost nothing on a laptop, and a sender of mail, so
 * that users can sign up.
 */
export function laptopContext(given = {}) {
  return { maxRecommenders: '5', emailFrom: 'no-reply@example.com', ...given };
}

/** A hash that distinguishes the assemblies of different contexts. */
function variantOf(context) {
  return createHash('sha256')
    .update(JSON.stringify(Object.entries(context).sort()))
    .digest('hex')
    .slice(0, 8);
}

/** The folder of `npm start` for the assembly of a context, which `cdk synth` does not overwrite. */
export function assemblyFolder(context) {
  return `dist/cdk.out-${variantOf(context)}`;
}
