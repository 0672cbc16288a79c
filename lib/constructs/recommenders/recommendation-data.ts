import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { DataKey } from '../data-key';
import { Generation } from './generation';

/** What the key must let Personalize do: https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-key-access.html */
const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:ListGrants'];

/** The service itself, and on behalf of nobody but this account. */
export function personalizeOfThisAccount(): ServicePrincipal {
  return new ServicePrincipal('personalize.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

export interface RecommendationDataProps {
  readonly stage: Stage;
}

/** What Personalize learns from: titles, viewers, and what they did. Empty at first; recommenders come when it is not. */
export class RecommendationData extends Construct {
  /** The newest first. */
  readonly generations: readonly [Generation, ...Generation[]];

  constructor(scope: Construct, id: string, { stage }: RecommendationDataProps) {
    super(scope, id);
    const key = new DataKey(this, 'Key', { stage, description: 'What recommendations are learned from' });
    const role = new Role(this, 'Role', {
      description: 'Lets Personalize encrypt what it learned',
      assumedBy: personalizeOfThisAccount(),
    });
    key.grant(role, ...keyActions);
    key.addToResourcePolicy(
      new PolicyStatement({
        actions: [...keyActions, 'kms:CreateGrant'],
        principals: [role],
        resources: ['*'],
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        actions: [...keyActions, 'kms:CreateGrant'],
        principals: [personalizeOfThisAccount()],
        resources: ['*'],
      }),
    );

    const fixed = { kmsKeyArn: key.keyArn, roleArn: role.roleArn };
    const generations = stage.personalizeGenerations.map((number) => new Generation(this, { stage, number, ...fixed }));
    // Personalize tries the key at once.
    for (const generation of generations) generation.node.addDependency(role);
    const [newest, ...older] = generations.reverse();
    if (!newest) throw new Error(`The stage '${stage.name}' has no personalizeGenerations; the first is 1`);
    this.generations = [newest, ...older];
  }
}
