import { hashOf } from '../../lib/constructs/hashed-name';
import { fixedNameOf } from '../names';
import { type Rule, resources } from '../rule';
import { schemaOf, valueAt } from '../spec';

/**
 * CloudFormation replaces a resource by creating another one first. With a fixed name that is refused: "CloudFormation
 * cannot update a stack when a custom-named resource requires replacing."
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 * Which properties replace a resource: CloudFormation's own schemas, as @aws-cdk/aws-service-spec has them.
 */
export const fixedNames: Rule = {
  name: 'fixed-names',
  check: (assembly) =>
    resources(assembly).flatMap((placed) => {
      const { Type, Properties } = placed.resource;
      const name = fixedNameOf(placed);
      if (!name || Type in exceptions) return [];
      const others = createOnlyBeside(Type, name.path, Properties);
      if (Object.keys(others).length === 0) return [];
      const hash = hashOf(others);
      if (name.text.endsWith(hash)) return [];
      const listed = Object.keys(others).join(', ');
      return [
        {
          rule: 'fixed-names',
          construct: placed.construct,
          message:
            `${Type} has the fixed ${name.path} "${name.text}", and a change of ${listed} replaces it: the new one would ` +
            `collide with the old one. Make the name with hashedName(…, { ${listed} }), so that it ends in ${hash}.`,
        },
      ];
    }),
};

/** The create-only properties that are set, except the name and what is part of the identifier anyway. */
function createOnlyBeside(type: string, name: string, properties: unknown): Record<string, unknown> {
  const { createOnly = [], identifier = [] } = schemaOf(type) ?? {};
  const scope = new Set([...identifier, ...(scopes[type] ?? []), name]);
  return Object.fromEntries(
    createOnly
      .filter((path) => !scope.has(path))
      .map((path) => [path, valueAt(properties, path)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Where names are unique only within something else, and the schema's identifier (a generated id) does not show it. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  // A table is found by catalog, database and name: GetTable of the Glue API.
  'AWS::Glue::Table': ['DatabaseName', 'CatalogId'],
  'AWS::Glue::Database': ['CatalogId', 'DatabaseName', 'DatabaseInput.Name'],
};

/** Types that have another way to change, or must not be replaced at all. */
const exceptions: Readonly<Record<string, string>> = {
  // CloudWatch Logs takes one delivery source for each resource, whatever its name: "This ResourceId has already been
  // used in another Delivery Source in this account" (CloudFront Developer Guide, standard logging v2). A name that
  // changed without the distribution would be refused for that reason. The distribution itself is never replaced: rule
  // `replacement`. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2513
  'AWS::Logs::DeliverySource': 'one for each distribution',
};
