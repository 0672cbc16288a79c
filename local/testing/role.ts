import type { Laptop } from './start-services';

const document = (Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });

/** A statement that allows actions everywhere. */
export const allow = (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' });

/** Deploys a role that a service (`lambda.amazonaws.com`) may assume, with these permissions. Returns its ARN. */
export async function deployRole(
  laptop: Laptop,
  service: string,
  statements: readonly object[] = [],
  logicalId = 'Role',
): Promise<string> {
  const { attributes } = await laptop.deploy('AWS::IAM::Role', logicalId, {
    AssumeRolePolicyDocument: document([
      { Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
    ]),
    ...(statements.length && { Policies: [{ PolicyName: 'work', PolicyDocument: document(statements) }] }),
  });
  return attributes.Arn as string;
}
