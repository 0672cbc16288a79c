import { hashOf } from '../../lib/constructs/hashed-name';
import { fixedNameOf } from '../names';
import { type Rule, resources } from '../rule';
import { schemaOf, valueAt } from '../spec';

/**
 * CloudFormation replaces a resource by creating another one first. It refuses that for a fixed name: "CloudFormation
 * cannot update a stack when a custom-named resource requires replacing."
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 * CloudFormation's own schemas, in @aws-cdk/aws-service-spec, list the properties that replace a resource.
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
            `${Type} has the fixed ${name.path} "${name.text}", and a change of ${listed} replaces it. The new resource ` +
            `would collide with the old one. Create the name with hashedName(…, { ${listed} }), so that it ends in ${hash}.`,
        },
      ];
    }),
};

/** The create-only properties that are set, without the name and other parts of the identifier. */
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

/** Types whose names are unique only within another resource, which their identifier (a generated id) does not show. */
const scopes: Readonly<Record<string, readonly string[]>> = {
  // Catalog, database and name identify a table: GetTable of the Glue API.
  'AWS::Glue::Table': ['DatabaseName', 'CatalogId'],
  'AWS::Glue::Database': ['CatalogId', 'DatabaseName', 'DatabaseInput.Name'],
};

/** Types that are exempt, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  // CloudWatch Logs accepts one delivery source per resource, independent of its name: "This ResourceId has already been
  // used in another Delivery Source in this account" (CloudFront Developer Guide, standard logging v2). It would refuse
  // a new name for the same distribution. The distribution itself is never replaced: rule
  // `replacement`. https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2513
  'AWS::Logs::DeliverySource': 'one for each distribution',
};
