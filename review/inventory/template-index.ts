import { createHash } from 'node:crypto';
import type { Assembly, Stack } from '../../checks/assembly';
import { Placeholders } from '../../checks/iam/placeholders';
import { type Policy, policiesIn } from '../../checks/iam/policies';
import { type Placed, resources } from '../../checks/rule';
import { nameOf } from '../evidence/template-lines';

/** An assembly with resolved references and policies. */
export interface TemplateIndex {
  readonly assembly: Assembly;
  readonly policies: readonly Policy[];
  /** A property's value as text, with placeholders in the format of real values. */
  text(placed: Placed, value: unknown): string;
  /** The name of the key that a property refers to: `Storage/ContentKey`. Throws for a key outside of the stage. */
  keyName(placed: Placed, value: unknown): string;
  /** The name of the role with that ARN, without `Role` at its end: `MediaPipeline/Publish`. */
  roleName(arn: string): string;
}

export function indexOf(synthesized: Assembly): TemplateIndex {
  const assembly = distinct(synthesized);
  const placeholders = new Placeholders(assembly);
  const keys = resources(assembly, 'AWS::KMS::Key');
  const roles = resources(assembly, 'AWS::IAM::Role');
  const text = ({ stack }: Placed, value: unknown) => placeholders.text(stack, value);
  return {
    assembly,
    policies: policiesIn(assembly, placeholders),
    text,
    keyName(placed, value) {
      const [, , , region, , id = ''] = text(placed, value).split(':');
      const key = keys.find(({ stack, logicalId }) => stack.region === region && id === `key/${logicalId}`);
      if (!key) throw new Error(`inventory: ${nameOf(placed)} is encrypted by an unknown key`);
      return nameOf(key);
    },
    roleName(arn) {
      const id = arn.split('/').at(-1) ?? '';
      const role = roles.find(({ logicalId }) => logicalId === id);
      if (!role) throw new Error(`inventory: there is no role ${arn}`);
      return nameOf(role).replace(/Role$/, '');
    },
  };
}

/**
 * The assembly with different hashes in logical ids that occur in two stacks. ARNs of buckets have no region, so the
 * placeholders of the two would be equal otherwise.
 */
function distinct({ stage, stacks }: Assembly): Assembly {
  const ids = stacks.flatMap(({ template }) => Object.keys(template.Resources));
  const shared = new Set(ids.filter((id, index) => ids.indexOf(id) !== index && /[0-9A-F]{8}$/.test(id)));
  const renamed = (stack: Stack): Stack => {
    const text = JSON.stringify(stack.template).replace(/"(\w+)(?=[".])/g, (whole, id: string) =>
      shared.has(id) ? `"${id.slice(0, -8)}${hashOf(`${stack.name}/${id}`)}` : whole,
    );
    return { ...stack, template: JSON.parse(text) };
  };
  return { stage, stacks: stacks.map(renamed) };
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase();
