import type { Assembly, Resource, Stack } from '../../../checks/assembly';

interface Part {
  readonly resources?: Readonly<Record<string, Resource>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly dependsOn?: readonly string[];
  readonly region?: string;
}

/** The name of a stack of the stage `test`. */
const stackName = (part: string) => `OmniStream-test-${part}`;

/** An assembly of the stage `test`, with stacks by the last part of their names. */
export function assemblyOf(parts: Readonly<Record<string, Part>>): Assembly {
  const stacks = Object.entries(parts).map(([part, content]): Stack => {
    const { resources = {}, outputs = {}, dependsOn = [], region = 'eu-west-1' } = content;
    const Outputs = Object.fromEntries(Object.entries(outputs).map(([id, Value]) => [id, { Value }]));
    return {
      ...{ name: stackName(part), region, terminationProtection: false, templateBytes: 0 },
      dependsOn: dependsOn.map(stackName),
      template: { Resources: resources, Outputs },
    };
  });
  return { stage: 'test', stacks };
}

/** A reference to another stack's output, as CDK writes it. */
export const output = (part: string, OutputName: string, Region = 'eu-west-1') => ({
  'Fn::GetStackOutput': { StackName: stackName(part), OutputName, Region },
});

export interface Grant {
  readonly Action: unknown;
  readonly Resource: unknown;
}

/** A role that a service takes on, with one statement for each of `grants`. */
export function roleOf(service: string, ...grants: readonly Grant[]): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: `${service}.amazonaws.com` } }],
      },
      Policies: [{ PolicyDocument: { Statement: grants.map((grant) => ({ Effect: 'Allow', ...grant })) } }],
    },
  };
}

/** Objects of a bucket, as a policy names them. */
export const objects = (bucket: string, keys: string) => ({
  'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, `/${keys}`]],
});
