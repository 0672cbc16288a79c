import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import { RecommendationData } from './constructs/recommenders/recommendation-data';
import { useCases } from './constructs/recommenders/use-cases';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';
import type { StorageStack } from './storage-stack';

export interface PersonalizationStackProps extends OmniStreamStackProps {
  readonly storage: StorageStack;
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
    const { stage } = props;
    const prefix = `omnistream-${stage.name}`;
    const arnOf = (resource: string) =>
      this.formatArn({ service: 'personalize', resource, resourceName: `${prefix}-` });
    this.data = new RecommendationData(this, 'Data', { stage, prefix });
    this.trackingId = this.data.trackingId;
    this.recommenderArnPrefix = arnOf('recommender');
    this.filterArnPrefix = arnOf('filter');
  }

  /** The right to ask the recommenders, and no others. */
  grantAsk(grantee: IGrantable & IConstruct): Grant {
    return Grant.addToPrincipal({
      grantee,
      actions: ['personalize:GetRecommendations'],
      resourceArns: [
        ...useCases.map((useCase) => `${this.recommenderArnPrefix}${useCase}`),
        ...['watchable', 'understood'].map((filter) => `${this.filterArnPrefix}${filter}`),
      ],
    });
  }

  /** The right to tell what a viewer did just now. */
  grantPutEvents(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({ grantee, actions: ['personalize:PutEvents'], resourceArns: [this.data.trackerArn] });
  }
}
