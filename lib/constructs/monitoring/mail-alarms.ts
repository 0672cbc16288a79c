import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic';
import { Alert } from './alert';

export interface MailProps {
  readonly topic: AlarmTopic;
}

/**
 * Adds alarms on the sender's reputation in SES, if the stage sends e-mail by SES in the topic's region. Reputation is of
 * a whole account and region. SES reviews an account from 5 % of bounces or 0.1 % of
 * complaints: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html
 */
export function watchMail(scope: Construct, { topic }: MailProps): void {
  const { signIn, region } = topic.stage;
  if (!signIn.email || (signIn.email.region ?? region) !== Stack.of(topic).region) return;
  for (const [kind, threshold] of [
    ['Bounce', 0.05],
    ['Complaint', 0.001],
  ] as const) {
    new Alert(scope, `${kind}s`, {
      topic,
      runbook: 'bounces-and-complaints',
      meaning: `The ${kind.toLowerCase()} rate of e-mail is above ${threshold * 100} %, from which SES may stop sending.`,
      metric: new Metric({
        namespace: 'AWS/SES',
        metricName: `Reputation.${kind}Rate`,
        period: Duration.hours(1),
        statistic: 'Average',
      }),
      threshold,
    });
  }
}
