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
  /** Encrypts what was learned, by the role. */
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
 * One dataset group with all that belongs to it. What cannot be changed in one is another in the next generation, beside
 * it: docs/adr/0027. All properties here are create-only, so that all names carry a hash of them.
 */
export class Generation extends Construct {
  readonly number: number;
  readonly groupArn: string;
  readonly trackingId: string;
  readonly trackerArn: string;
  readonly datasets: Readonly<Record<DatasetType, DatasetOf>>;
  /** What the names of its recommenders begin with; they are made by the lifecycle. */
  readonly prefix: string;
  /** With a use case behind it, the ARN of a recommender. */
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

    // Both are about fields of the datasets.
    const about = [tracker, ...named.map(([, filter]) => filter)];
    for (const part of about) part.node.addDependency(...datasets.map(([, { resource }]) => resource));
    for (const resource of [group, ...datasets.flatMap(([, { resource, schemas }]) => [resource, ...schemas])]) {
      resource.applyRemovalPolicy(stage.removalPolicy);
      // Tags of these three types are create-only, too: another tag of the app would replace what holds data.
      resource.addPropertyDeletionOverride('Tags');
      unknownToCfnLint(resource);
    }
    for (const part of about) unknownToCfnLint(part);
  }

  /** The right to put titles and viewers, and nothing else. */
  grantPut(grantee: IGrantable): void {
    const { Items, Users } = this.datasets;
    Grant.addToPrincipal({ grantee, actions: ['personalize:PutItems'], resourceArns: [Items.arn] });
    Grant.addToPrincipal({ grantee, actions: ['personalize:PutUsers'], resourceArns: [Users.arn] });
  }

  /** What functions that put titles and viewers are given. */
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
      // The first for ever: a group takes one dataset of a type, so that it cannot be replaced.
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
      // Known at once, unlike `hashedName`, since another stack's requests and policies spell it out.
      name: `${prefix}-${name}-${hashOf(Stack.of(this).resolve(fixed))}`,
      datasetGroupArn: this.groupArn,
      filterExpression: fixed.FilterExpression,
    });
  }
}

/** cfn-lint knows neither the tags nor the newer types of Personalize. CDK's own validation does, and checks them. */
function unknownToCfnLint(resource: CfnResource): void {
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002', 'E3006'] } });
}
