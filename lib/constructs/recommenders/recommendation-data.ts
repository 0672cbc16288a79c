import { Aws } from 'aws-cdk-lib';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { Generation } from './generation';

/** What the key must let Personalize do: https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-key-access.html */
const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:ListGrants', 'kms:CreateGrant'];

/** The service itself, and on behalf of nobody but this account. */
export function personalizeOfThisAccount(): ServicePrincipal {
  return new ServicePrincipal('personalize.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

export interface RecommendationDataProps {
  readonly stage: Stage;
  readonly dataKey: IKey;
}

/** What Personalize learns from: titles, viewers, and what they did. Empty at first; recommenders come when it is not. */
export class RecommendationData extends Construct {
  /** The newest first. */
  readonly generations: readonly [Generation, ...Generation[]];

  constructor(scope: Construct, id: string, { stage, dataKey }: RecommendationDataProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'Role of Personalize for encrypting datasets and models',
      assumedBy: personalizeOfThisAccount(),
    });
    // The policy of the key delegates to those of identities; the service itself has none. Personalize documents neither
    // an encryption context nor by which of its services it uses the key, so that none of these grants is narrowed.
    Grant.addToPrincipal({ grantee: role, actions: keyActions, resourceArns: [dataKey.keyArn] });
    dataKey.addToResourcePolicy(
      new PolicyStatement({ actions: keyActions, principals: [personalizeOfThisAccount()], resources: ['*'] }),
    );

    const fixed = { kmsKeyArn: dataKey.keyArn, roleArn: role.roleArn };
    const generations = stage.personalizeGenerations.map((number) => new Generation(this, { stage, number, ...fixed }));
    // Personalize tries the key at once.
    for (const generation of generations) generation.node.addDependency(role);
    const [newest, ...older] = generations.reverse();
    if (!newest)
      throw new Error(`Stage '${stage.name}' needs at least one number in personalizeGenerations; the first is 1`);
    this.generations = [newest, ...older];
  }
}
