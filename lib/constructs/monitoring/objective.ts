import { Duration } from 'aws-cdk-lib';
import { AlarmRule, ComparisonOperator, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { stageMetric } from '../stage-metric';
import type { AlarmTopic } from './alarm-topic';
import { Incident, Signal } from './alert';
import type { RunbookSection } from './runbook';

export interface ObjectiveProps {
  readonly topic: AlarmTopic;
  /** A metric whose samples are 1 for a success and 0 for a failure, so that its average is the success ratio. */
  readonly metric: 'EventsAccepted' | 'PlayableOnTime' | 'PlaybackOpened';
  /** The share of successes, such as 0.999. */
  readonly target: number;
  /** The number of samples in the long window below which nothing is concluded. */
  readonly leastSamples: number;
  /** The plural noun for the samples: `Playback sessions`. */
  readonly what: string;
  readonly runbook: RunbookSection;
}

/**
 * Windows and burn rates of the Site Reliability Workbook, chapter 5: a rate of 14.4 uses 2 % of a month's error budget
 * within an hour, and a rate of 6 uses 5 % within six hours. The short window ends the alarm soon after the failures.
 * https://sre.google/workbook/alerting-on-slos/
 */
const speeds = [
  { name: 'Fast', burn: 14.4, long: Duration.hours(1), short: Duration.minutes(5) },
  { name: 'Slow', burn: 6, long: Duration.hours(6), short: Duration.minutes(30) },
] as const;

/** A service level objective over 30 days, with alarms on the rate at which its error budget is used up. */
export class Objective extends Construct {
  constructor(scope: Construct, id: string, props: ObjectiveProps) {
    super(scope, id);
    const { topic, target, leastSamples, what, runbook } = props;
    const metric = (statistic: string, period: Duration) =>
      new Metric({ ...stageMetric(topic.stage.name, props.metric, {}), statistic, period });
    const rules = speeds.map(({ name, burn, long, short }) => {
      // A budget of 5 % cannot burn 20 times as fast: at most everything fails.
      const threshold = Number(Math.max(0, 1 - burn * (1 - target)).toFixed(6));
      const signal = (window: string, watched: Metric | MathExpression) =>
        new Signal(this, `${name}${window}`, {
          topic,
          runbook,
          meaning: `${what}: less than ${percent(threshold)} succeeded in the ${window.toLowerCase()} window (${burn} times the allowed failures).`,
          metric: watched,
          threshold,
          comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        });
      const enough = new MathExpression({
        expression: `IF(samples >= ${leastSamples}, ratio, 1)`,
        usingMetrics: { samples: metric('SampleCount', long), ratio: metric('Average', long) },
        label: `Successes, where there are at least ${leastSamples} samples`,
        period: long,
      });
      return AlarmRule.allOf(signal('Long', enough), signal('Short', metric('Average', short)));
    });
    new Incident(this, 'Burn', {
      topic,
      runbook,
      meaning: `${what}: failures use up the error budget of ${percent(1 - target)} too fast.`,
      when: AlarmRule.anyOf(...rules),
    });
  }
}

const percent = (share: number) => `${Number((share * 100).toFixed(2))} %`;
