import { type Finding, type Rule, resources } from '../rule';
import { schemaOf } from '../spec';

/** Tags that split costs, and that find the resources of one stage in an account with several. */
const wanted = ['application', 'stage'];

/** Types whose tags are not in all published schemas: lib/constructs/monitoring/dashboard/. */
const withoutTags = ['AWS::CloudWatch::Dashboard'];

/**
 * Each resource that supports tags must have the tags of the app. Types with create-only tags (Personalize) are exempt,
 * because another tag would replace a resource with data.
 */
export const tags: Rule = {
  name: 'tags',
  check: (assembly) =>
    resources(assembly).flatMap(({ construct, resource: { Type, Properties } }): Finding[] => {
      const schema = schemaOf(Type);
      if (!schema?.tags || schema.createOnly.includes(schema.tags) || withoutTags.includes(Type)) return [];
      const found = keysOf(Properties?.[schema.tags]);
      const absent = wanted.filter((key) => !found.includes(key));
      if (absent.length === 0) return [];
      return [{ rule: 'tags', construct, message: `${Type} lacks the tags ${absent.join(' and ')}.` }];
    }),
};

/** Tags are a list of keys and values, or a map. */
function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(({ Key, key }) => String(Key ?? key));
  return Object.keys(value ?? {});
}
