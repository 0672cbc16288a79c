import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Stage } from '../../config';

export interface AlarmTopicProps {
  readonly stage: Stage;
  /** A customer managed key of the topic's region. This construct allows CloudWatch to use it. */
  readonly encryptionKey: Key;
}

/**
 * The topic that the alarms of one region notify. An alarm, its metric and its topic are always in one region.
 *
 * CloudWatch cannot publish to a topic that is encrypted with the default key `alias/aws/sns`, whose policy does not
 * admit it: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class AlarmTopic extends Construct {
  readonly stage: Stage;
  readonly topicArn: string;
  /** The topic, and the stage's own topics in this region. */
  readonly actions: readonly IAlarmAction[];

  constructor(scope: Construct, id: string, { stage, encryptionKey }: AlarmTopicProps) {
    super(scope, id);
    this.stage = stage;
    const { account, region } = Stack.of(this);
    const topic = new Topic(this, 'Topic', {
      displayName: `OmniStream ${stage.name}: alarms`,
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    this.topicArn = topic.topicArn;
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const fromAlarms = {
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': alarms } },
    };
    topic.addToResourcePolicy(
      new PolicyStatement({
        ...fromAlarms,
        sid: 'Alarms',
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
      }),
    );
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        ...fromAlarms,
        sid: 'Alarms',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    const { email, topicArns = [] } = stage.alarms ?? {};
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
    const own = topicArns.filter((arn) => arn.split(':')[3] === region);
    const existing = own.map((arn, index) => Topic.fromTopicArn(this, `Existing${index + 1}`, arn));
    this.actions = [topic, ...existing].map((one) => new SnsAction(one));
  }
}
