import { Aws } from 'aws-cdk-lib';
import { Grant, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { Generation } from './generation';

/**
 * Uses of the key by Personalize:
 * https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-key-access.html
 */
const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:ListGrants', 'kms:CreateGrant'];

/** The service itself, only on behalf of this account. */
export function personalizeOfThisAccount(): ServicePrincipal {
  return new ServicePrincipal('personalize.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

export interface RecommendationDataProps {
  readonly stage: Stage;
  readonly dataKey: IKey;
}

/** The dataset groups of Personalize, with titles, viewers and interactions. Recommenders are created later. */
export class RecommendationData extends Construct {
  /** The newest first. */
  readonly generations: readonly [Generation, ...Generation[]];

  constructor(scope: Construct, id: string, { stage, dataKey }: RecommendationDataProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      description: 'Role of Personalize for encrypting datasets and models',
      assumedBy: personalizeOfThisAccount(),
    });
    // The policy of the key delegates to policies of identities; the service itself has no identity policy. Personalize
    // documents neither an encryption context nor the service that uses the key, so these grants have no conditions.
    Grant.addToPrincipal({ grantee: role, actions: keyActions, resourceArns: [dataKey.keyArn] });
    dataKey.addToResourcePolicy(
      new PolicyStatement({ actions: keyActions, principals: [personalizeOfThisAccount()], resources: ['*'] }),
    );

    const fixed = { kmsKeyArn: dataKey.keyArn, roleArn: role.roleArn };
    const generations = stage.personalizeGenerations.map((number) => new Generation(this, { stage, number, ...fixed }));
    // Personalize tests the key when a group is created.
    for (const generation of generations) generation.node.addDependency(role);
    const [newest, ...older] = generations.reverse();
    if (!newest)
      throw new Error(`Stage '${stage.name}' needs at least one number in personalizeGenerations; the first is 1`);
    this.generations = [newest, ...older];
  }
}
