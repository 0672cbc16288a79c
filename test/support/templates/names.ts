import type { StageJson, TemplateJson } from './stage';

/** Names for what a template refers to: short where that can mean one thing only, and in full elsewhere. */
export interface Names {
  /** `Interactions` for the logical id `Interactions1A2B3C4D`. */
  local(logicalId: string): string;
  /** `storage.Lake.Arn` for another stack's output, or undefined if that output is not known. */
  output(reference: OutputReference): string | undefined;
  /** The text without the stage's own name and account, so that stages can be compared. */
  text(literal: string): string;
}

interface OutputReference {
  readonly StackName: string;
  readonly OutputName: string;
  readonly Region?: string;
}

/** A logical id without the eight digits of its path's hash, with which CDK ends it. */
export const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');

export function namesIn(stage: StageJson, template: TemplateJson): Names {
  const short = shortNames(template);
  const outputs = outputNames(stage);
  return {
    local: (logicalId) => short.get(logicalId) ?? logicalId,
    output: ({ StackName, OutputName, Region }) => outputs.get(outputKey(StackName, OutputName, Region)),
    text: anonymizer(stage),
  };
}

function shortNames({ Resources }: TemplateJson): Map<string, string> {
  const ids = Object.keys(Resources);
  const uses = new Map<string, number>();
  for (const id of ids) uses.set(withoutHash(id), (uses.get(withoutHash(id)) ?? 0) + 1);
  return new Map(
    ids
      .map((id): [string, string] => [id, withoutHash(id)])
      .filter(([, name]) => uses.get(name) === 1 && !Resources[name]),
  );
}

const outputKey = (stack: string, output: string, region: string | undefined) => `${region} ${stack} ${output}`;

/** `{stack}.{resource}` or `{stack}.{resource}.{attribute}` by output, where only one output has that value. */
function outputNames({ stacks }: StageJson): Map<string, string> {
  const names = new Map<string, string>();
  for (const [stack, { stackName, region, template }] of Object.entries(stacks)) {
    const short = shortNames(template);
    const values = Object.entries(template.Outputs ?? {}).map(([output, { Value }]) => ({
      output,
      name: named(Value),
    }));
    for (const { output, name } of values) {
      const isUnique = values.filter((other) => other.name === name).length === 1;
      if (name && isUnique) names.set(outputKey(stackName, output, region), `${stack}.${name}`);
    }

    function named(value: unknown): string | undefined {
      const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
      const [id, ...rest] = attribute ?? [Ref];
      const name = id && short.get(id);
      return name && [name, ...rest].join('.');
    }
  }
  return names;
}

function anonymizer({ name, account }: StageJson): (literal: string) => string {
  const ofStage = new RegExp(`(?<=^|[^A-Za-z0-9]|OmniStream)${name}(?![a-z0-9])`, 'g');
  return (literal) => {
    const withoutStage = literal.includes(name) ? literal.replace(ofStage, '(stage)') : literal;
    // The account's number means what `AWS::AccountId` means there.
    return account ? withoutStage.replaceAll(account, '<AWS::AccountId>') : withoutStage;
  };
}
