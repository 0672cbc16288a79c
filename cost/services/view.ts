import { servedFrom } from '../audience';
import type { Line } from '../line';
import type { Place } from '../prices';
import { type Context, gigabytes, lineIn } from './context';

/** Requests per hour of viewing, by their destination. */
function requestsPerHour({ film, n }: Pick<Context, 'film' | 'n'>) {
  const tracks = (film.rungs.length > 0 ? 1 : 0) + (film.soundBitrate > 0 ? 1 : 0);
  const segments = (3600 / film.segmentSeconds) * tracks;
  const reports = 3600 / n.reportSeconds;
  const heartbeats = 3600 / n.heartbeatSeconds;
  const authorizations = 60 / n.authorizerMinutes;
  const films = segments + n.otherFilmRequests;
  return { segments, films, reports, heartbeats, authorizations, api: reports + heartbeats + n.browsingRequests };
}

/** The cost of viewing. */
export function view(context: Context): Line[] {
  const { demand, stage, n } = context;
  const hours = demand.viewingHours;
  const per = requestsPerHour(context);
  const line = lineIn(context, 'viewed hour');
  const edge = hours * (per.films + per.api);
  const api = hours * per.api;
  const calls = hours * (per.api + per.authorizations);
  const events = hours * per.reports * 2;
  const eventGigabytes = (events * n.recordBytes) / 1e9;
  const served = Object.entries(servedFrom(context.audience, stage.priceClass)) as [Place, number][];
  const recommendations = stage.recommenders > 0 ? (hours / n.hoursPerViewer) * n.recommendationsPerViewer : 0;
  const included = stage.recommenders * n.recommendationsPerRecommenderHour * n.hoursPerMonth;
  const storedGigabytes = (events * n.storedEventBytes) / 1e9;
  const months = (days: number) => days / (365 / 12);
  return [
    ...served.map(([place, share]) =>
      line(`cloudfront.gb.${place}`, share * hours * gigabytes(n.viewedMegabits * 1e6)),
    ),
    ...served.map(([place, share]) => line(`cloudfront.https.${place}`, share * edge)),
    line('cloudfront.function', edge),
    line('cloudfront.keyValueStore', hours * per.films),
    line('cloudfront.log', (edge * n.edgeLogBytes) / 1e9),
    line('waf.request', edge),
    line('s3.get', hours * per.films * (1 - n.cacheHits), 'files that the edge has not cached'),
    line('s3.standard', ((edge * n.edgeLogBytes) / 1e9) * months(stage.edgeLogDays), 'the edge’s log'),
    line('api.request', api),
    line('lambda.request', calls, 'the API'),
    line('lambda.compute', (calls * n.handlerSeconds * stage.memory.api) / 1024, 'the API'),
    line('xray.trace', calls * n.tracedShare, 'the API'),
    line('cloudwatch.ingest', (api * n.logBytes) / 1e9, 'the API'),
    line('cloudwatch.storage', ((api * n.logBytes) / 1e9) * months(stage.logDays), 'the API'),
    line(
      'dynamodb.write',
      hours * (per.heartbeats * n.heartbeatWrites + per.reports * n.reportWrites),
      'sessions, activity',
    ),
    line(
      'dynamodb.read',
      hours * (per.heartbeats * n.heartbeatReads + per.reports * n.reportReads),
      'sessions, activity',
    ),
    line('firehose.ingest', eventGigabytes),
    line('firehose.conversion', eventGigabytes),
    line('firehose.partitioning', eventGigabytes),
    line('s3.standard', storedGigabytes * months(stage.interactionDays), 'events'),
    ...(stage.secondCopies
      ? [
          {
            ...line('s3.standard', storedGigabytes * months(stage.interactionDays), 'second copies of events'),
            region: stage.replicaRegion,
          },
          line('transfer.interRegion', storedGigabytes, 'second copies of events'),
        ]
      : []),
    line('personalize.ingest', (hours * 3 * n.trackedEventBytes) / 1e9),
    line('personalize.request', Math.max(0, recommendations - included)),
  ];
}

const plans: Readonly<Record<string, 'cognito.lite' | 'cognito.essentials' | 'cognito.plus'>> = {
  LITE: 'cognito.lite',
  ESSENTIALS: 'cognito.essentials',
  PLUS: 'cognito.plus',
};

/** The cost of users who sign in. Throws for an unknown Cognito plan. */
export function signIn(context: Context): Line[] {
  const { demand, stage, n } = context;
  const plan = plans[stage.userPoolPlan];
  if (!plan) throw new Error(`Cognito has no plan ${stage.userPoolPlan}`);
  return [lineIn(context, 'viewer')(plan, Math.ceil(demand.viewingHours / n.hoursPerViewer))];
}
