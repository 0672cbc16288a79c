import { fixedNameOf } from '../names';
import { type Placed, type Rule, resources } from '../rule';
import { schemaOf, valueAt } from '../spec';

/** Two resources of a type cannot have the same name in one region or, for global services, in one account. */
export const uniqueNames: Rule = {
  name: 'unique-names',
  check(assembly) {
    const first = new Map<string, Placed>();
    return resources(assembly).flatMap((placed) => {
      const name = fixedNameOf(placed);
      if (!name) return [];
      const key = keyOf(placed, name);
      const other = first.get(key);
      first.set(key, other ?? placed);
      if (!other) return [];
      const message = `${placed.resource.Type} has the same ${name.path} "${name.text}" as ${other.construct}. Rename one of them.`;
      return [{ rule: 'unique-names', construct: placed.construct, message }];
    });
  },
};

function keyOf(
  { stack, resource: { Type, Properties } }: Placed,
  { path, text }: { path: string; text: string },
): string {
  // Names are unique within the other parts of the identifier: groups within their pool, stages within their API.
  const scope = [...(schemaOf(Type)?.identifier ?? []), 'DatabaseName', 'TableInput.Name'].map((part) =>
    JSON.stringify(valueAt(Properties, part)),
  );
  const region = /^AWS::(CloudFront|IAM|Route53)::/.test(Type) ? 'global' : stack.region;
  return [Type, region, path, text, ...scope].join(' ');
}
