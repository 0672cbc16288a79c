import { createRequire } from 'node:module';
import type { Stack } from '../assembly';
import known from '../data/service-regions.json';
import { type Finding, type Placed, type Rule, resources } from '../rule';
import { listOf, walk } from '../values';

/**
 * Checks that a stack's region supports its resource types and the services that its roles call. Source of the types:
 * CloudFormation's schemas by region, in the validator of aws-cdk-lib. Source of the services: endpoints in botocore.
 */
export const regions: Rule = {
  name: 'regions',
  check: (assembly) => [
    ...assembly.stacks.flatMap(unknownRegion),
    ...assembly.stacks.flatMap(missingTypes),
    ...resources(assembly, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role').flatMap(missingServices),
  ],
};

function unknownRegion({ name, region }: Stack): Finding[] {
  if (known.regions.includes(region)) return [];
  const message = `"${region}" is not a region of AWS; use one of ${known.regions.join(', ')}.`;
  return [{ rule: 'regions', construct: name, message }];
}

function missingTypes(stack: Stack): Finding[] {
  const { region, template, name } = stack;
  const absent = typesAbsentFrom(region, [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]);
  if (absent.length === 0) return [];
  return resources({ stage: '', stacks: [stack] }, ...absent).map(({ resource, construct }) => ({
    rule: 'regions',
    construct,
    message: `CloudFormation does not support ${resource.Type} in ${region}. Move ${name} to another region, or leave the resource out there.`,
  }));
}

interface Validator {
  validate(template: unknown, region: string): readonly Diagnostic[];
}

interface Diagnostic {
  readonly ruleId: string;
  readonly entity?: { readonly logicalId?: string };
}

let loaded: { readonly validator: Validator; readonly TemplateContent: new (text: string, path: string) => unknown };
const absentByRegion = new Map<string, boolean>();

/** The types that the region does not support. Custom resources are available everywhere. */
function typesAbsentFrom(region: string, types: readonly string[]): string[] {
  const own = types.filter((type) => type.startsWith('AWS::'));
  const unknown = own.filter((type) => !absentByRegion.has(`${region} ${type}`));
  if (unknown.length > 0) {
    const { validator, TemplateContent } = load();
    const Resources = Object.fromEntries(unknown.map((Type, index) => [`R${index}`, { Type }]));
    const template = new TemplateContent(JSON.stringify({ Resources }), 'types.json');
    // "Resource type … does not exist in …"
    const found = validator.validate(template, region).filter(({ ruleId }) => ruleId === 'F3006');
    const absent = new Set(found.map(({ entity }) => entity?.logicalId));
    for (const [index, type] of unknown.entries()) absentByRegion.set(`${region} ${type}`, absent.has(`R${index}`));
  }
  return own.filter((type) => absentByRegion.get(`${region} ${type}`));
}

/** Loads the validator, once, which takes some seconds. It is a dependency of aws-cdk-lib, not of this project. */
function load() {
  if (!loaded) {
    const ours = createRequire(`${process.cwd()}/package.json`);
    const theirs = createRequire(ours.resolve('aws-cdk-lib/package.json'));
    const { SchemaValidator, TemplateContent } = theirs('@aws/cloudformation-validate');
    loaded = { validator: new SchemaValidator(), TemplateContent };
  }
  return loaded;
}

function missingServices({ stack, resource, construct }: Placed): Finding[] {
  const called = new Set<string>();
  walk(resource.Properties, (node) => {
    if (Array.isArray(node) || !('Action' in node)) return;
    const { Action } = node as { readonly Action: unknown };
    for (const action of typeof Action === 'string' ? [Action] : listOf<string>(Action)) {
      called.add(action.split(':')[0] ?? '');
    }
  });
  const services = Object.entries(known.services).filter(([name]) => called.has(name));
  return services
    .filter(([, where]) => !where.includes(stack.region))
    .map(([name, where]) => ({
      rule: 'regions',
      construct,
      message: `The service ${name} is not available in ${stack.region}, only in ${where.join(', ')}. Choose one of these, or leave out the parts that call it.`,
    }));
}
