import { Grant, type IGrantable, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { recommendationsHandler } from '../lambda/recommendations/recommendations.env';
import { encodeJson } from '../lambda/shared/env';
import { encodeList } from '../lambda/shared/lists';
import { useCases } from '../lambda/shared/recommenders';
import { DeadLetters } from './constructs/dead-letters';
import type { Environment } from './constructs/handler';
import { CatalogueSync } from './constructs/recommenders/catalogue-sync';
import type { LakeQueries } from './constructs/recommenders/lake-queries';
import { Lifecycle } from './constructs/recommenders/lifecycle';
import { Popularity } from './constructs/recommenders/popularity';
import { personalizeOfThisAccount, RecommendationData } from './constructs/recommenders/recommendation-data';
import { acknowledgeBelow } from './constructs/wildcards';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface PersonalizationStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
  readonly analytics: { readonly lake: LakeQueries };
}

/** Recommendations: dataset groups, and the workflows and functions that keep data and recommenders up to date. */
export class PersonalizationStack extends OmniStreamStack {
  /** Ids of the event trackers for `PutEvents`. Empty in a stage without recommenders; the lake has all events. */
  readonly trackingIds: readonly string[];
  /** Variables of functions that call recommenders. Which recommenders exist also depends on the amount of data. */
  readonly recommenderEnvironment: Pick<Environment<typeof recommendationsHandler>, 'USE_CASES' | 'GENERATIONS'>;
  /** ARN of the role by which Personalize reads lists of users to delete. */
  readonly deletionRoleArn: string;
  /** ARNs of the dataset groups. */
  readonly groupArns: readonly string[];
  private readonly useCases: readonly string[];
  private readonly data: RecommendationData;

  constructor(scope: Construct, props: PersonalizationStackProps) {
    super(scope, props, { part: 'Personalization', description: 'OmniStream: recommendations', stateful: true });
    const { stage, storage, analytics } = props;
    const { assets, viewers, rankings, lake: bucket, failedRecords } = storage;
    const { lake } = analytics;
    this.data = new RecommendationData(this, 'Data', { stage, dataKey: storage.dataKey });
    const { data } = this;
    this.useCases = useCases.slice(0, stage.maxRecommenders);
    this.trackingIds = this.useCases.length > 0 ? data.generations.map(({ trackingId }) => trackingId) : [];
    this.recommenderEnvironment = {
      USE_CASES: encodeList(this.useCases),
      GENERATIONS: encodeJson(
        data.generations.map(({ recommenderArnPrefix, filterArns }) => ({
          recommenderPrefix: recommenderArnPrefix,
          filters: filterArns,
        })),
        (value) => this.toJsonString(value),
      ),
    };

    const deadLetterQueue = new DeadLetters(this, 'DeadLetters', { stage });
    new CatalogueSync(this, 'Sync', { stage, assets, viewers, data, bucket, failedRecords });
    new Lifecycle(this, 'Lifecycle', { stage, data, lake, bucket, assets, viewers, deadLetterQueue });
    const deletionRole = new Role(this, 'DeletionRole', {
      description: 'Role of Personalize for reading lists of users to delete',
      assumedBy: personalizeOfThisAccount(),
    });
    storage.deletionLists.grantList(deletionRole);
    this.deletionRoleArn = deletionRole.roleArn;
    this.groupArns = data.generations.map(({ groupArn }) => groupArn);
    new Popularity(this, 'Popularity', { stage, lake, bucket, rankings, deadLetterQueue });
  }

  /**
   * Grants calls of this stage's recommenders with its filters.
   *
   * The Service Authorization Reference only lists campaigns for this action. It is older than recommenders, and does not
   * mention filters. The grant is sufficient under both readings: by the request's own ARNs, and by a campaign in place of
   * the recommender. This app has no campaigns, so `campaign/*` grants nothing else.
   */
  grantAsk(grantee: IGrantable & IConstruct): Grant {
    const campaigns = this.formatArn({ service: 'personalize', resource: 'campaign', resourceName: '*' });
    acknowledgeBelow(grantee, ':campaign/*', 'There are no campaigns; see PersonalizationStack.grantAsk.');
    return Grant.addToPrincipal({
      grantee,
      actions: ['personalize:GetRecommendations'],
      resourceArns: this.data.generations.flatMap(({ recommenderArnPrefix, filterArns }) => [
        ...this.useCases.map((useCase) => `${recommenderArnPrefix}${useCase}`),
        ...Object.values(filterArns),
        campaigns,
      ]),
    });
  }

  /**
   * Grants sending events to event trackers. IAM has no resource type for this action, and denies it for a tracker's ARN
   * (Service Authorization Reference, Amazon Personalize). The tracking ids separate the stages.
   */
  grantPutEvents(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['personalize:PutEvents'], resourceArns: ['*'] });
  }
  /** Grants jobs that delete the data of single users, and passing the role by which these jobs read who they are. */
  grantEraseUsers(grantee: IGrantable & IConstruct): void {
    const jobs = this.formatArn({ service: 'personalize', resource: 'data-deletion-job', resourceName: 'erase-*' });
    acknowledgeBelow(grantee, ':data-deletion-job/erase-*', 'Each job has the id of its erasure in its name.');
    for (const [action, resourceArns] of [
      ['CreateDataDeletionJob', [...this.groupArns, jobs]],
      ['DescribeDataDeletionJob', [jobs]],
      // IAM has no resource type for it.
      ['ListDataDeletionJobs', ['*']],
    ] as const) {
      Grant.addToPrincipal({ grantee, actions: [`personalize:${action}`], resourceArns: [...resourceArns] });
    }
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [this.deletionRoleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'personalize.amazonaws.com' } },
      }),
    );
  }
}
