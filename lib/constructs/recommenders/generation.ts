import { type CfnResource, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { CfnDataset, CfnDatasetGroup, CfnEventTracker, CfnFilter, CfnSchema } from 'aws-cdk-lib/aws-personalize';
import { Construct } from 'constructs';
import type { DatasetTarget } from '../../../lambda/personalization/dataset-target';
import { type FilterName, filterNames } from '../../../lambda/shared/recommenders';
import type { Stage } from '../../config';
import { hashedName, hashOf } from '../hashed-name';
import { filters } from './filters';
import { type DatasetType, datasetTypes, propertiesOf, versionsOf } from './schemas';

export interface GenerationProps {
  readonly stage: Stage;
  readonly number: number;
  /** The key that encrypts datasets and models, with the role. */
  readonly kmsKeyArn: string;
  readonly roleArn: string;
}

/** One dataset, which the lifecycle moves to the newest version of its schema. */
export interface DatasetOf {
  readonly arn: string;
  readonly newestSchemaArn: string;
  /** As `PutItems` names them. */
  readonly properties: readonly string[];
}

/**
 * One dataset group with its resources. A change that a group cannot accept needs the next generation beside it:
 * docs/adr/0027. All properties are create-only, so all names contain a hash of them.
 */
export class Generation extends Construct {
  readonly number: number;
  readonly groupArn: string;
  readonly trackingId: string;
  readonly trackerArn: string;
  readonly datasets: Readonly<Record<DatasetType, DatasetOf>>;
  /** Prefix of the names of its recommenders, which the lifecycle creates. */
  readonly prefix: string;
  /** The ARN of a recommender without the use case at its end. */
  readonly recommenderArnPrefix: string;
  readonly filterArns: Readonly<Record<FilterName, string>>;
  private readonly arnOf: (resource: string, resourceName: string) => string;

  constructor(scope: Construct, { stage, number, kmsKeyArn, roleArn }: GenerationProps) {
    super(scope, `Generation${number}`);
    const name = `omnistream-${stage.name}-${number}`;
    this.arnOf = (resource, resourceName) =>
      Stack.of(this).formatArn({ service: 'personalize', resource, resourceName });
    this.number = number;
    this.prefix = `${name}-`;
    this.recommenderArnPrefix = this.arnOf('recommender', this.prefix);

    const fixed = { KmsKeyArn: kmsKeyArn, RoleArn: roleArn, Domain: 'VIDEO_ON_DEMAND' };
    const group = new CfnDatasetGroup(this, 'Group', {
      name: hashedName(name, fixed),
      domain: fixed.Domain,
      kmsKeyArn,
      roleArn,
    });
    this.groupArn = group.attrDatasetGroupArn;
    const datasets = datasetTypes.map((type) => [type, this.dataset(type, name)] as const);
    this.datasets = Object.fromEntries(datasets.map(([type, { of }]) => [type, of])) as typeof this.datasets;

    const tracker = new CfnEventTracker(this, 'Tracker', {
      name: hashedName(name, { DatasetGroupArn: this.groupArn }),
      datasetGroupArn: this.groupArn,
    });
    this.trackingId = tracker.attrTrackingId;
    this.trackerArn = tracker.attrEventTrackerArn;
    const named = filterNames.map((filter) => [filter, this.filter(filter, name)] as const);
    this.filterArns = Object.fromEntries(
      named.map(([filter, { name: full }]) => [filter, this.arnOf('filter', full)]),
    ) as typeof this.filterArns;

    // Trackers and filters use fields of the datasets.
    const about = [tracker, ...named.map(([, filter]) => filter)];
    for (const part of about) part.node.addDependency(...datasets.map(([, { resource }]) => resource));
    for (const resource of [group, ...datasets.flatMap(([, { resource, schemas }]) => [resource, ...schemas])]) {
      resource.applyRemovalPolicy(stage.removalPolicy);
      // Tags of these three types are create-only too: a new tag of the app would replace resources with data.
      resource.addPropertyDeletionOverride('Tags');
      unknownToCfnLint(resource);
    }
    for (const part of about) unknownToCfnLint(part);
  }

  /** Grants putting titles and viewers. */
  grantPut(grantee: IGrantable): void {
    const { Items, Users } = this.datasets;
    Grant.addToPrincipal({ grantee, actions: ['personalize:PutItems'], resourceArns: [Items.arn] });
    Grant.addToPrincipal({ grantee, actions: ['personalize:PutUsers'], resourceArns: [Users.arn] });
  }

  /** The datasets for functions that put titles and viewers. */
  get target(): DatasetTarget {
    const { Items, Users } = this.datasets;
    return {
      ...{ items: Items.arn, users: Users.arn },
      ...{ itemProperties: [...Items.properties], userProperties: [...Users.properties] },
    };
  }

  private dataset(type: DatasetType, prefix: string) {
    const versions = versionsOf(type, this.number);
    const schemas = versions.map((content, index) => {
      const fixed = { Domain: 'VIDEO_ON_DEMAND', Schema: JSON.stringify(content) };
      return new CfnSchema(this, `${type}Schema${index + 1}`, {
        name: hashedName(`${prefix}-${type.toLowerCase()}`, fixed),
        domain: fixed.Domain,
        schema: fixed.Schema,
      });
    });
    const [first] = schemas as [CfnSchema, ...CfnSchema[]];
    const [newest, content] = [schemas.at(-1) as CfnSchema, versions.at(-1) as (typeof versions)[0]];
    const fixed = { DatasetGroupArn: this.groupArn, DatasetType: type, SchemaArn: first.attrSchemaArn };
    const resource = new CfnDataset(this, type, {
      name: hashedName(`${prefix}-${type.toLowerCase()}`, fixed),
      datasetGroupArn: this.groupArn,
      datasetType: type,
      // Always the first schema: a group has at most one dataset of a type, so the dataset cannot be replaced.
      schemaArn: first.attrSchemaArn,
    });
    const of: DatasetOf = {
      arn: resource.attrDatasetArn,
      newestSchemaArn: newest.attrSchemaArn,
      properties: propertiesOf(content),
    };
    return { resource, schemas, of };
  }

  private filter(name: FilterName, prefix: string): CfnFilter {
    const fixed = { DatasetGroupArn: this.groupArn, FilterExpression: filters[name] };
    return new CfnFilter(this, `Filter-${name}`, {
      // Resolved at once, unlike `hashedName`, since requests and policies of another stack contain it.
      name: `${prefix}-${name}-${hashOf(Stack.of(this).resolve(fixed))}`,
      datasetGroupArn: this.groupArn,
      filterExpression: fixed.FilterExpression,
    });
  }
}

/** cfn-lint does not support the tags and newer types of Personalize. CDK's own validation checks them. */
function unknownToCfnLint(resource: CfnResource): void {
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002', 'E3006'] } });
}
