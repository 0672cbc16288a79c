import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Resource as ResourceSpec, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { Assembly, Stack } from '../assembly';

/** The account of every placeholder. */
const account = '123456789012';

let loaded: SpecDatabase | undefined;

function specOf(type: string): ResourceSpec | undefined {
  loaded ??= loadAwsServiceSpecSync();
  return loaded.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

/** Formats of ARNs that are missing in CloudFormation's schemas, from each type's page of the CloudFormation guide. */
const arns: Readonly<Record<string, string>> = {
  // The schema has the ARN of the older global tables, version 2017. `Arn` is the ARN of the table in the stack's region.
  'AWS::DynamoDB::GlobalTable.Arn': `arn:aws:dynamodb:\${Region}:${account}:table/\${Name}`,
  'AWS::DynamoDB::GlobalTable.StreamArn': `arn:aws:dynamodb:\${Region}:${account}:table/\${Name}/stream/label`,
  // "The Amazon Resource Name (ARN) of the log group, such as arn:…:log-group:/mystack-testgroup-12ABC1AB12A1:*".
  'AWS::Logs::LogGroup.Arn': `arn:aws:logs:\${Region}:${account}:log-group:\${Name}:*`,
  'AWS::Lambda::Url.FunctionArn': `arn:aws:lambda:\${Region}:${account}:function:\${Name}`,
  'AWS::SecretsManager::Secret.Ref': `arn:aws:secretsmanager:\${Region}:${account}:secret:\${Name}`,
};

/** An ARN in the format of the type's resources; `undefined` if no source documents one. */
export function arnOf(type: string, member: string, region: string, name: string): string | undefined {
  const template = arns[`${type}.${member}`] ?? specOf(type)?.arnTemplate;
  const values: Readonly<Record<string, string>> = { Partition: 'aws', Region: region, Account: account };
  return template?.replace(/\$\{(\w+)\}/g, (_, variable: string) => values[variable] ?? name);
}

const refersToArn = (type: string) =>
  `${type}.Ref` in arns || (specOf(type)?.primaryIdentifier?.some((name) => /arn$/i.test(name)) ?? false);

type Intrinsic = Readonly<Record<string, unknown>>;

/**
 * Converts values of templates to text. Pseudo parameters and references become placeholders in the format of the real
 * value; references between stacks are followed.
 */
export class Placeholders {
  constructor(private readonly assembly: Assembly) {}

  text(stack: Stack, value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const [[name, argument] = ['', undefined]] = Object.entries(value as Intrinsic);
    switch (name) {
      case 'Ref':
        return this.reference(stack, String(argument));
      case 'Fn::GetAtt': {
        const [id = '', ...attribute] = typeof argument === 'string' ? argument.split('.') : (argument as string[]);
        return this.attribute(stack, id, attribute.join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => this.text(stack, part)).join(separator);
      }
      case 'Fn::Sub':
        return this.substituted(stack, argument as string | [string, Intrinsic]);
      case 'Fn::Select': {
        const [index, of] = argument as [string | number, unknown];
        return this.listed(stack, of)[Number(index)] ?? '';
      }
      case 'Fn::GetStackOutput':
      case 'Fn::ImportValue':
        return this.output(stack, name, argument);
      default:
        return `unresolved ${name} ${JSON.stringify(argument)}`;
    }
  }

  private listed(stack: Stack, value: unknown): string[] {
    if (Array.isArray(value)) return value.map((each) => this.text(stack, each));
    const [separator, text] = (value as { 'Fn::Split'?: [string, unknown] })['Fn::Split'] ?? ['', ''];
    return this.text(stack, text).split(separator);
  }

  private reference(stack: Stack, id: string): string {
    const pseudo: Readonly<Record<string, string>> = {
      'AWS::Partition': 'aws',
      'AWS::Region': stack.region,
      'AWS::AccountId': account,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
    };
    const known = pseudo[id];
    if (known !== undefined) return known;
    const type = stack.template.Resources[id]?.Type ?? '';
    return (refersToArn(type) && arnOf(type, 'Ref', stack.region, id)) || id;
  }

  private attribute(stack: Stack, id: string, attribute: string): string {
    const type = stack.template.Resources[id]?.Type ?? '';
    if (!/Arn$/.test(attribute)) return `${id}.${attribute}`;
    return arnOf(type, attribute, stack.region, id) ?? `unresolved ${type}.${attribute}`;
  }

  private substituted(stack: Stack, argument: string | [string, Intrinsic]): string {
    const [text, own] = typeof argument === 'string' ? [argument, {} as Intrinsic] : argument;
    return text.replace(/\$\{([^!}]+)\}/g, (_, name: string) => {
      if (name in own) return this.text(stack, own[name]);
      const [id = '', ...attribute] = name.split('.');
      return attribute.length > 0 ? this.attribute(stack, id, attribute.join('.')) : this.reference(stack, id);
    });
  }

  private output(stack: Stack, kind: string, argument: unknown): string {
    const { StackName, OutputName } = argument as { StackName?: string; OutputName?: string };
    for (const other of this.assembly.stacks) {
      for (const [id, { Value, Export }] of Object.entries(other.template.Outputs ?? {}) as [string, Output][]) {
        const wanted =
          kind === 'Fn::GetStackOutput'
            ? other.name === StackName && id === OutputName
            : this.text(other, Export?.Name) === this.text(stack, argument);
        if (wanted) return this.text(other, Value);
      }
    }
    return `unresolved ${kind} ${JSON.stringify(argument)}`;
  }
}

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: unknown };
}
