import { suffixIn } from '../../lib/reference-names';
import type { Assembly, Stack } from '../assembly';
import type { Finding, Rule } from '../rule';

interface Reference {
  readonly StackName: string;
  readonly OutputName: string;
}

/**
 * Every reference to another stack must use an existing output whose name depends on the definition of its value, so that
 * a deployment updates all consumers when the value changes (docs/adr/0024). Exports are forbidden, because an export in
 * use cannot be changed.
 */
export const references: Rule = {
  name: 'references',
  check: (assembly) => assembly.stacks.flatMap((stack) => inStack(assembly, stack)),
};

function inStack(assembly: Assembly, stack: Stack): Finding[] {
  const finding = (message: string): Finding => ({ rule: references.name, construct: stack.name, message });
  const text = JSON.stringify(stack.template);
  return [
    ...(text.includes('"Fn::ImportValue"') || text.includes('"Export"')
      ? [finding('It exports or imports a value, which cannot be changed while it is in use. Use a weak reference')]
      : []),
    ...referencesIn(stack.template).flatMap(({ StackName, OutputName }) => {
      const producer = assembly.stacks.find(({ name }) => name === StackName);
      return producer?.template.Outputs?.[OutputName]
        ? []
        : [finding(`It refers to the output ${OutputName} of ${StackName}, which does not exist`)];
    }),
    ...Object.entries(stack.template.Outputs ?? {}).flatMap(([name, { Value }]) =>
      name.startsWith('PublishOutput') && !name.endsWith(wantedSuffix(stack, Value))
        ? [finding(`The name of its output ${name} does not depend on the definition of its value`)]
        : [],
    ),
  ];
}

function wantedSuffix({ template }: Stack, value: unknown): string {
  const { Ref, 'Fn::GetAtt': [owner, attribute] = [] } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
  return suffixIn(template.Resources, Ref ?? owner ?? '', attribute);
}

function referencesIn(node: unknown): Reference[] {
  if (Array.isArray(node)) return node.flatMap(referencesIn);
  if (node === null || typeof node !== 'object') return [];
  const reference = (node as Record<string, Reference>)['Fn::GetStackOutput'];
  return reference ? [reference] : Object.values(node).flatMap(referencesIn);
}
