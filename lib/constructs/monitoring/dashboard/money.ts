import { Duration } from 'aws-cdk-lib';
import { type IWidget, type MathExpression, Metric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { type PriceKey, priceIn } from '../../../../cost/prices';
import type { Stage } from '../../../config';
import { formula, graph, own } from './widgets';

const period = Duration.hours(1);

/** USD for one unit of the price list, in the stage's region. Where a price has tiers, the first one. */
function usd(key: PriceKey, { region }: Pick<Stage, 'region'>): number {
  const price = priceIn(key, region)?.usd;
  const first = typeof price === 'number' ? price : price?.[0]?.usd;
  if (first === undefined) throw new Error(`The price list has no price for ${key}, which the dashboard shows`);
  return first;
}

/** A metric of usage, its price, and the number of the metric's units in one priced unit. */
type Term = readonly [used: Metric, price: PriceKey, per: number];

/**
 * "What does it cost today?" The bill of AWS is some hours to a day late and is for the whole account, so the largest
 * parts are counted here and priced by the list of `npm run cost`.
 */
export function money(stage: Stage, { queueArn, distributionId }: Billed): IWidget[] {
  const encoded = (metricName: string) =>
    new Metric({
      namespace: 'AWS/MediaConvert',
      metricName,
      dimensionsMap: { Queue: queueArn },
      statistic: 'Sum',
      period,
    });
  const used = (metric: 'CharactersTranslated' | 'TranscribedSeconds') =>
    own(stage, metric, {}, { label: metric, period });
  const spoken = (Engine: string) => own(stage, 'CharactersSpoken', { Engine }, { label: Engine, period });
  const priced = (id: string, label: string, terms: readonly Term[]): MathExpression =>
    formula(
      terms.map(([, key, per], index) => `FILL(${id}${index}, 0) / ${per} * ${usd(key, stage)}`).join(' + '),
      Object.fromEntries(terms.map(([metric], index) => [`${id}${index}`, metric])),
      { label, period },
    );
  const million = 1_000_000;
  const minuteMs = 60_000;
  return [
    graph({
      title: 'Cost of making films, by list prices',
      unit: 'USD per hour',
      left: [
        priced('encoding', 'encoding (MediaConvert)', [
          [encoded('SDOutputDuration'), 'mediaconvert.basic.sd', minuteMs],
          [encoded('HDOutputDuration'), 'mediaconvert.basic.hd', minuteMs],
        ]),
        priced('speech', 'recognition (Transcribe)', [[used('TranscribedSeconds'), 'transcribe.batch', 60]]),
        priced('text', 'translation (Translate)', [[used('CharactersTranslated'), 'translate.text', million]]),
        priced('voice', 'dubs (Polly)', [
          [spoken('neural'), 'polly.neural', million],
          [spoken('standard'), 'polly.standard', million],
        ]),
      ],
    }),
    graph({
      title: 'Cost of delivery, at the price of Europe',
      unit: 'USD per hour',
      region: 'us-east-1',
      left: [
        priced('bytes', 'CloudFront', [
          [
            new Metric({
              namespace: 'AWS/CloudFront',
              metricName: 'BytesDownloaded',
              dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
              region: 'us-east-1',
              statistic: 'Sum',
              period,
            }),
            'cloudfront.gb.europe',
            1e9,
          ],
        ]),
      ],
    }),
    new TextWidget({ width: 8, height: 6, markdown: explanation }),
  ];
}

export interface Billed {
  readonly queueArn: string;
  readonly distributionId: string;
}

const explanation = `**What these figures contain**

They are quantities of this stage, multiplied by the list prices of \`npm run cost\`: SD and HD minutes of MediaConvert, seconds of Transcribe, characters of Translate and Polly, and bytes of CloudFront. The free terabyte of CloudFront is not deducted.

They leave out audio-only outputs, for which no price was found, requests, storage, functions, recommenders, and the idle cost of the stage.

The bill is in Cost Explorer, by the tag \`stage\`. It is up to a day late.`;
