import * as z from 'zod/mini';
import { assetIdPattern } from '../shared/assets';
import type { Caller, HttpHandler } from '../shared/http';
import { isVisible } from '../shared/http-asset';
import { check } from '../shared/http-body';
import { notFound, Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import type { Progress, Viewer } from '../shared/viewers';
import { Answers, FRESH_MS } from './answers';
import { seedOf } from './exploration';
import { knownTitles, type TitleSource } from './known-titles';
import { attempt, type Limit, orElse, within } from './limits';
import { type Question, type Recommendation, Recommenders, type Recommending } from './recommenders';
import { remembered } from './remembered';
import { assetRows, homeRows, lastStarted, type Rankings, type Row } from './rows';
import type { Choices, Title } from './titles';

export interface ViewerReader {
  /** What a viewer chose; that of `unchosen` for those who chose nothing. */
  choices(id: string, signal: AbortSignal): Promise<Choices & Pick<Viewer, 'personalised'>>;
  /** What they watched, the latest first. */
  watched(id: string, signal: AbortSignal): Promise<readonly Progress[]>;
}

export interface RecommendationPorts {
  readonly viewers: ViewerReader;
  readonly titles: TitleSource;
  readonly rankings: (signal: AbortSignal) => Promise<Rankings>;
  readonly recommending: Recommending;
  /** For all recommenders of a request together, in milliseconds. */
  readonly timeLimitMs: number;
  readonly now: () => Date;
  /** @default AbortSignal.timeout */
  readonly limit?: Limit;
}

/** Body of an answer. */
export interface Recommendations {
  /** Whether anything in it is about the viewer. */
  readonly personalised: boolean;
  readonly rows: readonly Row[];
}

/** How long one reading of a table may take, in milliseconds: some hundred times what it takes on most days. */
const TABLE_LIMIT_MS = 500;

/**
 * The same for the titles that a new environment reads first. It connects and compiles at the same time, and has nothing
 * else to show: late is better than refused.
 */
const FIRST_TITLES_LIMIT_MS = 5_000;
/** Answers and titles that one environment keeps: some 20 KB and 2 KB each. */
const MAX_ANSWERS = 500;
const MAX_TITLES = 5_000;

/** Titles that home has a row for because they were watched. */
const REMINDERS = 2;
/** Titles of a ranking that are looked at. */
const RANKED = 60;

/** Who cannot be told from those that opted out, or are children, is treated like both. */
const unknown: Choices & Pick<Viewer, 'personalised'> = { personalised: false, languages: [], ageLimit: 0 };

const query = z.object({
  for: z._default(
    z.string().check(z.refine((place) => place === 'home' || subjectOf(place) !== undefined, 'is home or asset:{id}')),
    'home',
  ),
});

/** The route of the recommendations. What is kept between requests is kept here. */
export function recommendations(ports: RecommendationPorts) {
  const { viewers, timeLimitMs, limit = (ms) => AbortSignal.timeout(ms) } = ports;
  const now = () => ports.now().getTime();
  const recommenders = new Recommenders(ports.recommending, now);
  const answers = new Answers<Recommendations>(FRESH_MS, MAX_ANSWERS, now);
  const titles = knownTitles(ports.titles, {
    limit,
    limitMs: TABLE_LIMIT_MS,
    firstLimitMs: FIRST_TITLES_LIMIT_MS,
    freshMs: FRESH_MS,
    most: MAX_TITLES,
    now,
  });
  const rankings = remembered(() => within(limit(TABLE_LIMIT_MS), ports.rankings), FRESH_MS, now);

  async function answer(caller: Caller, subjectId: string | undefined): Promise<Recommendations> {
    const tableLimit = limit(TABLE_LIMIT_MS);
    const [choices, activity, ranked, newest] = await Promise.all([
      attempt('what the viewer chose', tableLimit, unknown, (signal) => viewers.choices(caller.id, signal)),
      attempt('what the viewer watched', tableLimit, [], (signal) => viewers.watched(caller.id, signal)),
      orElse('rankings', { popular: [], trending: [] }, rankings.get()),
      orElse('new titles', undefined, titles.newest()),
    ]);
    const { personalised } = choices;
    // What opted-out viewers watched is not looked at, but for what they need not be shown again.
    const started = personalised && subjectId === undefined ? lastStarted(activity, REMINDERS) : [];
    const asked = personalised ? questions(caller.id, choices, started, subjectId) : [];
    const said = await recommenders.ask(asked, limit(timeLimitMs));

    const order = {
      popular: ranked.popular.slice(0, RANKED),
      trending: ranked.trending.slice(0, RANKED),
    };
    const byId = await titles.byIds([
      ...(subjectId === undefined ? [] : [subjectId]),
      ...started,
      ...order.popular,
      ...order.trending,
      ...said.flatMap((one) => one?.ids ?? []),
    ]);
    // Nothing to show, because nothing could be read.
    if (!newest && byId.size === 0) throw unavailable();
    const material = {
      choices,
      watched: activity,
      rankings: order,
      newest: newest ?? [],
      titles: new Map<string, Title>([...(newest ?? []).map((title) => [title.id, title] as const), ...byId]),
      seed: seedOf(caller.id, ports.now()),
    };
    if (subjectId !== undefined) {
      const subject = byId.get(subjectId);
      if (!subject || !isVisible(subject, caller)) throw notFound('asset', subjectId);
      return { personalised, rows: assetRows(subject, material, said[0]) };
    }
    return { personalised, rows: homeRows(material, personalised ? homeAnswers(started, said) : undefined) };
  }

  const read: HttpHandler = async (request) => {
    const { for: place } = check(request.query, query);
    const { caller } = request;
    const body = await answers.get(`${caller.id} ${place}`, () => answer(caller, subjectOf(place)));
    return { status: 200, body };
  };

  return { 'GET /api/recommendations': read } satisfies Partial<Record<RouteKey, HttpHandler>>;
}

function subjectOf(place: string): string | undefined {
  const [kind, id, ...rest] = place.split(':');
  return kind === 'asset' && id && assetIdPattern.test(id) && rest.length === 0 ? id : undefined;
}

function questions(
  userId: string,
  choices: Question['choices'],
  started: readonly string[],
  subjectId: string | undefined,
): Question[] {
  const who = { userId, choices };
  if (subjectId !== undefined) return [{ ...who, useCase: 'more-like', assetId: subjectId }];
  return [
    { ...who, useCase: 'top-picks' },
    { ...who, useCase: 'trending-now' },
    { ...who, useCase: 'most-popular' },
    ...started.map((assetId) => ({ ...who, useCase: 'because-you-watched' as const, assetId })),
  ];
}

/** In the order of {@link questions}. */
function homeAnswers(started: readonly string[], said: readonly (Recommendation | undefined)[]) {
  const [topPicks, trendingNow, mostPopular, ...reminders] = said;
  const becauseYouWatched = started.map((assetId, index) => ({ assetId, answer: reminders[index] }));
  return { topPicks, trendingNow, mostPopular, becauseYouWatched };
}

function unavailable(): Problem {
  return new Problem('busy', 'Try again in a moment.');
}
