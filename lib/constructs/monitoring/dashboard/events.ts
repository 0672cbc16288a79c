import { Duration } from 'aws-cdk-lib';
import { type IWidget, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Stage } from '../../../config';
import { formula, graph, own } from './widgets';

/** "Do events arrive, and how fresh are reports?" */
export function events(stage: Stage, streamName: string): IWidget[] {
  const period = Duration.minutes(5);
  const firehose = (metricName: string, statistic: string, label: string) =>
    new Metric({
      namespace: 'AWS/Firehose',
      metricName,
      dimensionsMap: { DeliveryStreamName: streamName },
      statistic,
      label,
      period,
    });
  const accepted = own(stage, 'EventsAccepted', {}, { label: 'accepted', statistic: 'Average', period });
  const lost = (metric: 'EventsNotKept' | 'EventsWithoutSession' | 'PersonalizeEventsLost', label: string) =>
    own(stage, metric, {}, { label, period });
  const age = (statistic: string, label: string) => own(stage, 'EventsAgeSeconds', {}, { statistic, label, period });
  return [
    graph({
      title: 'Events of viewers',
      unit: 'events per five minutes',
      left: [firehose('IncomingRecords', 'Sum', 'into the stream')],
      right: [formula('100 * accepted', { accepted }, { label: 'requests accepted', period })],
      rightUnit: '%',
    }),
    graph({
      title: 'Freshness',
      unit: 'seconds',
      left: [
        age('p50', 'age of events on arrival, median'),
        age('p95', 'age of events on arrival, 95th percentile'),
        firehose('DeliveryToS3.DataFreshness', 'Maximum', 'age of the oldest event that is not in the lake'),
      ],
    }),
    graph({
      title: 'Events that were not used',
      unit: 'requests per five minutes',
      left: [
        lost('EventsNotKept', 'not kept, sent again'),
        lost('EventsWithoutSession', 'without a session'),
        lost('PersonalizeEventsLost', 'not sent to Personalize'),
      ],
    }),
  ];
}
