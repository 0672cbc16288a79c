import { createHash } from 'node:crypto';
import { type IResolveContext, Lazy } from 'aws-cdk-lib';

/**
 * A hash of properties as they are in a template, with CloudFormation's names and references as JSON: eight hexadecimal
 * digits. Keys are sorted, so their order in a construct does not matter.
 */
export function hashOf(properties: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonical(properties)).digest('hex').slice(0, 8);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, node) =>
    node !== null && typeof node === 'object' && !Array.isArray(node)
      ? Object.fromEntries(Object.entries(node).sort(([a], [b]) => (a < b ? -1 : 1)))
      : node,
  );
}

/**
 * A physical name that changes with what cannot be changed in place: `{prefix}-{8 hexadecimal digits}`.
 *
 * CloudFormation replaces a resource by creating the new one before it deletes the old one. A fixed name then collides:
 * "CloudFormation cannot update a stack when a custom-named resource requires replacing"
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html).
 *
 * @param createOnly all other create-only properties that the resource sets, by CloudFormation's names
 *   (`{ OutputFormat: 'parquet' }`), except those that are part of its identifier. `checks/rules/fixed-names.ts` computes
 *   the same from the template, and reports a property that was left out.
 */
export function hashedName(prefix: string, createOnly: Readonly<Record<string, unknown>>): string {
  // Resolved late: references to other stacks are only known when the template is written.
  return Lazy.uncachedString({
    produce: (context: IResolveContext) => `${prefix}-${hashOf(context.resolve(createOnly))}`,
  });
}
