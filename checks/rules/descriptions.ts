import type { Stack } from '../assembly';
import { type Finding, type Placed, type Rule, resources } from '../rule';
import { schemaOf, valueAt } from '../spec';

/**
 * IAM refuses typographic quotes and dashes. This is the pattern of Description in API_CreateRole, which is missing in
 * CloudFormation's schemas. "Value at 'description' failed to satisfy constraint: Member must satisfy regular expression
 * pattern". https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
const iam = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/;

/** Each stack, each output, and each resource whose type has a description must be described. */
export const descriptions: Rule = {
  name: 'descriptions',
  check: (assembly) => [
    ...assembly.stacks.flatMap(ofStack),
    ...resources(assembly).flatMap((placed) => [...missing(placed), ...refused(placed)]),
  ],
};

const finding = (construct: string, message: string): Finding => ({ rule: 'descriptions', construct, message });

function ofStack({ name, template }: Stack): Finding[] {
  const stack = template.Description ? [] : [finding(name, 'The stack has no description.')];
  const outputs = Object.entries(template.Outputs ?? {})
    .filter(([, { Description }]) => !Description)
    .map(([output]) => finding(`${name}/${output}`, 'The output has no description.'));
  return [...stack, ...outputs];
}

function missing({ construct, resource: { Type, Properties } }: Placed): Finding[] {
  return (schemaOf(Type)?.describing ?? [])
    .filter((path) => !valueAt(Properties, path))
    .map((path) => finding(construct, `${Type} has no ${path}. Describe the purpose of the resource in it.`));
}

function refused({ construct, resource: { Type, Properties } }: Placed): Finding[] {
  const text = Type.startsWith('AWS::IAM::') ? Properties?.Description : undefined;
  if (typeof text !== 'string' || iam.test(text)) return [];
  const odd = [...text].filter((character) => !iam.test(character)).join(' ');
  return [
    finding(construct, `The description contains ${odd}, which IAM refuses. Use Latin-1 with plain quotes and dashes.`),
  ];
}
