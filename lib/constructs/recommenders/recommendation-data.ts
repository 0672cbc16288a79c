import { createHash } from 'node:crypto';
import { Aws, type CfnResource } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDataset, CfnDatasetGroup, CfnEventTracker, CfnFilter, CfnSchema } from 'aws-cdk-lib/aws-personalize';
import { Construct } from 'constructs';
import type { Stage } from '../../config';
import { DataKey } from '../data-key';
import { type DatasetType, schemas } from './schemas';

/** What the key must let Personalize do: https://docs.aws.amazon.com/personalize/latest/dg/granting-personalize-key-access.html */
const keyActions = ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:ListGrants'];

/** Which titles may be recommended to somebody, and which of them they understand. `$…` are given with each request. */
const filters = {
  watchable:
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Finish")' +
    ' | INCLUDE ItemID WHERE Items.STATUS IN ("READY") AND Items.AUDIENCE IN ($AUDIENCE)',
  understood:
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Finish")' +
    ' | INCLUDE ItemID WHERE Items.STATUS IN ("READY") AND Items.AUDIENCE IN ($AUDIENCE)' +
    ' AND Items.LANGUAGES IN ($LANGUAGES)',
} as const;

/** The service itself, and on behalf of nobody but this account. */
export function personalizeOfThisAccount(): ServicePrincipal {
  return new ServicePrincipal('personalize.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

/** cfn-lint knows neither the tags nor the newer types of Personalize. CDK's own validation does, and checks them. */
function unknownToCfnLint(resource: CfnResource): void {
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002', 'E3006'] } });
}

export interface RecommendationDataProps {
  readonly stage: Stage;
  /** What the names of its parts begin with. */
  readonly prefix: string;
}

/** What Personalize learns from: titles, viewers, and what they did. Empty at first; recommenders come when it is not. */
export class RecommendationData extends Construct {
  readonly groupArn: string;
  readonly trackingId: string;
  readonly datasetArns: Readonly<Record<DatasetType, string>>;

  constructor(scope: Construct, id: string, { stage, prefix }: RecommendationDataProps) {
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

    const group = new CfnDatasetGroup(this, 'Group', {
      name: prefix,
      domain: 'VIDEO_ON_DEMAND',
      kmsKeyArn: key.keyArn,
      roleArn: role.roleArn,
    });
    // Personalize tries the key at once.
    group.node.addDependency(role);
    group.applyRemovalPolicy(stage.removalPolicy);
    this.groupArn = group.attrDatasetGroupArn;

    const datasets = Object.entries(schemas).map(([type, content]) => {
      const text = JSON.stringify(content);
      const schema = new CfnSchema(this, `${type}Schema`, {
        // A schema cannot be changed, but there can be another one.
        name: `${prefix}-${type.toLowerCase()}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`,
        domain: 'VIDEO_ON_DEMAND',
        schema: text,
      });
      const dataset = new CfnDataset(this, type, {
        name: `${prefix}-${type.toLowerCase()}`,
        datasetGroupArn: this.groupArn,
        datasetType: type,
        schemaArn: schema.attrSchemaArn,
      });
      dataset.applyRemovalPolicy(stage.removalPolicy);
      unknownToCfnLint(schema);
      unknownToCfnLint(dataset);
      return [type as DatasetType, dataset] as const;
    });
    this.datasetArns = Object.fromEntries(
      datasets.map(([type, { attrDatasetArn }]) => [type, attrDatasetArn]),
    ) as Record<DatasetType, string>;

    const tracker = new CfnEventTracker(this, 'Tracker', { name: prefix, datasetGroupArn: this.groupArn });
    this.trackingId = tracker.attrTrackingId;
    const named = Object.entries(filters).map(
      ([name, filterExpression]) =>
        new CfnFilter(this, `Filter-${name}`, {
          name: `${prefix}-${name}`,
          datasetGroupArn: this.groupArn,
          filterExpression,
        }),
    );
    // Both are about fields of the datasets.
    for (const part of [tracker, ...named]) part.node.addDependency(...datasets.map(([, dataset]) => dataset));
    for (const resource of [group, tracker, ...named]) unknownToCfnLint(resource);
  }
}
