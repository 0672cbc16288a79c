import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../checks/rule';
import { tokenTimeMs } from '../../lambda/insights/question';
import { freshMs } from '../../lambda/recommendations/answers';
import type { Chapter, Source } from '../document';
import { claimItem } from '../evidence/citation';
import { type Claim, claim, source, test } from '../evidence/evidence';
import { verify } from '../evidence/faults';
import { generated, page, table } from '../markdown';

const document = 'docs/review/freshness.md';
const logTiming =
  'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html#access-logs-timing';

const claims: readonly Claim[] = [
  claim(
    'An event counts as accepted when Firehose has accepted it. An event that the API confirmed reaches the lake even after failures.',
    test('journeys/viewers', 'nothing that was accepted is lost when everything ends at once'),
  ),
  claim(
    'A repeated request for a report soon afterwards gets the result of the same query. The field `at` contains the end of that query and so shows the age of the data.',
    source('lambda/insights/insights.ts', '`at`: when the query ended'),
  ),
  claim(
    'Live events reach Personalize by `PutEvents` in the same request. AWS does not document how soon a recommender uses them.',
    source('lambda/interactions/tracker.client.ts', 'PutEvents'),
  ),
  claim(
    'Without recommenders, rows use the rankings, which a schedule updates.',
    test('journeys/viewers', 'before there is data, the rows are of popular and new titles, and never empty'),
  ),
];

/** `docs/review/freshness.md`: the maximum age of displayed data, by configuration on AWS and as measured on the laptop. */
export const freshness: Chapter = (from) => {
  verify(document, claims, from);
  const buffer = bufferSeconds(from);
  const cache = tokenTimeMs / 1000;
  const rankings = rankingsRate(from);
  const rows = [
    [
      'event accepted → in the lake',
      `${buffer} s: Firehose’s buffer in \`prod\``,
      measured(from, 'event accepted → counted in the lake'),
    ],
    [
      'event accepted → report (`/api/insights`)',
      `${buffer} s + ${cache} s, in which a repeated request gets the same result, + the query`,
      'as above + the same',
    ],
    ['event accepted → dashboard', `a day: QuickSight imports ${importTimes(from)}`, 'not measured'],
    [
      'event accepted → row of recommendations',
      `${freshMs / 1000} s of cache + the delay of Personalize (AWS documents no figure)`,
      measured(from, 'film watched → gone from the row'),
    ],
    [
      'event accepted → rankings (rows without Personalize)',
      `${buffer} s + ${rankings} + ${freshMs / 1000} s of cache`,
      'the same schedule',
    ],
    [
      'file delivered by the edge → report',
      `usually within an hour, at times up to 24 hours: [CloudFront](${logTiming})`,
      measured(from, 'file delivered → counted in the lake'),
    ],
  ];
  const content = page(
    generated('freshness/'),
    '# How fresh reports and recommendations are',
    'This page shows which data are real-time and which are not. The column “on AWS” follows from the configuration in the templates and the code; it is an upper bound, except where it refers to AWS. The column “on the laptop” is the 95th percentile of [npm run bench](../../bench/README.md). The laptop’s stand-ins buffer for seconds where AWS buffers for minutes, so this column shows the delay of the platform without the delay of AWS.',
    table(['from → to', 'on AWS, by configuration', 'on the laptop, p95'], rows),
    '## Claims',
    claims.map((one) => claimItem(one, { document, root: from.root })).join('\n'),
  );
  return [{ path: document, content }];
};

function bufferSeconds({ assemblies }: Source): number {
  const [stream] = resources(assemblies.prod, 'AWS::KinesisFirehose::DeliveryStream');
  const seconds = stream?.resource.Properties.ExtendedS3DestinationConfiguration?.BufferingHints?.IntervalInSeconds;
  if (typeof seconds !== 'number') throw new Error(`${document}: no delivery stream of prod has a buffer interval`);
  return seconds;
}

/** `15 minutes` */
function rankingsRate({ assemblies }: Source): string {
  const schedule = resources(assemblies.prod, 'AWS::Scheduler::Schedule').find(({ construct }) =>
    /Popularity/.test(construct),
  );
  const [, rate] = /^rate\((.+)\)$/.exec(schedule?.resource.Properties.ScheduleExpression ?? '') ?? [];
  if (!rate) throw new Error(`${document}: no schedule of prod updates the rankings`);
  return rate;
}

/** `daily, from 03:00 to 03:40 UTC` */
function importTimes({ assemblies }: Source): string {
  const schedules = resources(assemblies.review, 'AWS::QuickSight::RefreshSchedule').map(
    ({ resource }) => resource.Properties.Schedule.ScheduleFrequency,
  );
  const intervals = new Set(schedules.map(({ Interval }) => String(Interval).toLowerCase()));
  const times = schedules.map(({ TimeOfTheDay }) => String(TimeOfTheDay)).sort();
  if (intervals.size !== 1) throw new Error(`${document}: the data sets of QuickSight have no common interval`);
  return `${[...intervals][0]}, from ${times[0]} to ${times.at(-1)} UTC`;
}

/** A figure of the benchmark's table: `4.1 s`. */
function measured({ root }: Source, what: string): string {
  const lines = readFileSync(join(root, 'bench/README.md'), 'utf8').split('\n');
  const line = lines.find((one) => one.startsWith(`| ${what}`) && /\d/.test(one));
  const [, figure] = /\*\*([\d.]+ s)\*\*/.exec(line ?? '') ?? [];
  if (!figure) throw new Error(`${document}: bench/README.md has no figure for '${what}'`);
  return figure;
}
