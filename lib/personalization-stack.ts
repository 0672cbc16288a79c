import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { DeadLetters } from './constructs/dead-letters';
import { CatalogueSync } from './constructs/recommenders/catalogue-sync';
import type { LakeQueries } from './constructs/recommenders/lake-queries';
import { Lifecycle } from './constructs/recommenders/lifecycle';
import { Popularity } from './constructs/recommenders/popularity';
import { RecommendationData } from './constructs/recommenders/recommendation-data';
import { useCases } from './constructs/recommenders/use-cases';
import { acknowledgeBelow } from './constructs/wildcards';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface PersonalizationStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
  readonly analytics: { readonly lake: LakeQueries };
}

/** What is recommended to whom: what it is learned from, and who keeps that up to date. */
export class PersonalizationStack extends OmniStreamStack {
  /** Names the event tracker to `PutEvents`. */
  readonly trackingId: string;
  /** With a use case behind it, the ARN of a recommender; which of them there are depends on how much was watched. */
  readonly recommenderArnPrefix: string;
  /** With `watchable` or `understood` behind it, the ARN of a filter. */
  readonly filterArnPrefix: string;
  private readonly data: RecommendationData;

  constructor(scope: Construct, props: PersonalizationStackProps) {
    super(scope, props, { part: 'Personalization', description: 'OmniStream: what is recommended', stateful: true });
    const { stage, storage, analytics } = props;
    const { assets, viewers, rankings, lake: bucket } = storage;
    const { lake } = analytics;
    const prefix = `omnistream-${stage.name}`;
    const arnOf = (resource: string) =>
      this.formatArn({ service: 'personalize', resource, resourceName: `${prefix}-` });
    this.data = new RecommendationData(this, 'Data', { stage, prefix });
    this.trackingId = this.data.trackingId;
    this.recommenderArnPrefix = arnOf('recommender');
    this.filterArnPrefix = arnOf('filter');

    const deadLetterQueue = new DeadLetters(this, 'DeadLetters', { stage });
    const { data, recommenderArnPrefix } = this;
    new CatalogueSync(this, 'Sync', { stage, assets, viewers, data, bucket, deadLetterQueue });
    new Lifecycle(this, 'Lifecycle', { stage, prefix, recommenderArnPrefix, data, lake, bucket, deadLetterQueue });
    new Popularity(this, 'Popularity', { stage, lake, rankings, deadLetterQueue });
  }

  /**
   * The right to call the recommenders of this stage with its filters.
   *
   * The Service Authorization Reference lists only campaigns for this action; it is older than recommenders, and does
   * not mention filters. The grant is right under both readings: by the request's own ARNs, and by a campaign that
   * stands for the recommender. This app has no campaigns, so that `campaign/*` opens nothing else.
   */
  grantAsk(grantee: IGrantable & IConstruct): Grant {
    const campaigns = this.formatArn({ service: 'personalize', resource: 'campaign', resourceName: '*' });
    acknowledgeBelow(grantee, ':campaign/*', 'There are no campaigns; see PersonalizationStack.grantAsk.');
    return Grant.addToPrincipal({
      grantee,
      actions: ['personalize:GetRecommendations'],
      resourceArns: [
        ...useCases.map((useCase) => `${this.recommenderArnPrefix}${useCase}`),
        ...['watchable', 'understood'].map((filter) => `${this.filterArnPrefix}${filter}`),
        campaigns,
      ],
    });
  }

  /**
   * The right to send events to event trackers. IAM knows no resource for this action, and denies it where a tracker is
   * named (Service Authorization Reference, Amazon Personalize); the tracking id is what keeps the stages apart.
   */
  grantPutEvents(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['personalize:PutEvents'], resourceArns: ['*'] });
  }
}
