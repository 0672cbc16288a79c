import * as z from 'zod/mini';
import { mayWatch } from '../shared/age-limits';
import { assetIdPattern } from '../shared/assets';
import type { Caller, HttpHandler } from '../shared/http';
import { isVisible } from '../shared/http-asset';
import { check } from '../shared/http-body';
import { notFound, Problem } from '../shared/problem';
import type { RouteKey } from '../shared/routes';
import { newPseudonym, type Progress, type Viewer } from '../shared/viewers';
import { Answers, freshMs } from './answers';
import { seedOf } from './exploration';
import { knownTitles, type TitleSource } from './known-titles';
import { attempt, type Limit, orElse, within } from './limits';
import { type Question, type Recommendation, Recommenders, type Recommending } from './recommenders';
import { remembered } from './remembered';
import { assetRows, homeRows, lastStarted, type Rankings, type Row } from './rows';
import type { Choices, Title } from './titles';

export interface ViewerReader {
  /** The viewer's settings; the defaults, without a pseudonym, for a viewer without any. */
  choices(id: string, signal: AbortSignal): Promise<Settings>;
  /** The films that the viewer watched, the latest first. */
  watched(id: string, signal: AbortSignal): Promise<readonly Progress[]>;
}

type Settings = Choices & Pick<Viewer, 'personalised' | 'pseudonym'>;

export interface RecommendationPorts {
  readonly viewers: ViewerReader;
  readonly titles: TitleSource;
  readonly rankings: (signal: AbortSignal) => Promise<Rankings>;
  readonly recommending: Recommending;
  /** Time limit of all recommenders of a request together, in milliseconds. */
  readonly timeLimitMs: number;
  readonly now: () => Date;
  /** @default AbortSignal.timeout */
  readonly limit?: Limit;
}

/** Body of a response. */
export interface Recommendations {
  /** Whether the rows depend on the viewer. */
  readonly personalised: boolean;
  readonly rows: readonly Row[];
}

/** Time limit of one read of a table, in milliseconds: some hundred times the usual duration. */
const tableLimitMs = 500;

/**
 * Time limit of the first read of titles in a new environment, which also connects and compiles. Without titles it has
 * nothing to show, so a late response is better than an error.
 */
const firstTitlesLimitMs = 5_000;
/** Maximum of responses (about 20 KB each) and titles (about 2 KB each) that one environment keeps. */
const maxAnswers = 500;
const maxTitles = 5_000;

/** Maximum of rows "because you watched" on the home page. */
const maxReminders = 2;
/** Number of titles of a ranking that are considered. */
const rankedTitles = 60;

/** The settings when they cannot be read: those of a viewer who may be a child and may have opted out. */
const unknown: Settings = { personalised: false, languages: [], ageLimit: 0 };

const query = z.object({
  for: z._default(
    z.string().check(z.refine((place) => place === 'home' || subjectOf(place) !== undefined, 'is home or asset:{id}')),
    'home',
  ),
});

/** The route of the recommendations. It keeps data between requests. */
export function recommendations(ports: RecommendationPorts) {
  const { viewers, timeLimitMs, limit = (ms) => AbortSignal.timeout(ms) } = ports;
  const now = () => ports.now().getTime();
  const recommenders = new Recommenders(ports.recommending, now);
  const answers = new Answers<Recommendations>(freshMs, maxAnswers, now);
  const titles = knownTitles(ports.titles, {
    limit,
    limitMs: tableLimitMs,
    firstLimitMs: firstTitlesLimitMs,
    freshMs,
    most: maxTitles,
    now,
  });
  const rankings = remembered(() => within(limit(tableLimitMs), ports.rankings), freshMs, now);

  async function answer(caller: Caller, subjectId: string | undefined): Promise<Recommendations> {
    const tableLimit = limit(tableLimitMs);
    const [choices, activity, ranked, newest] = await Promise.all([
      attempt('what the viewer chose', tableLimit, unknown, (signal) => viewers.choices(caller.id, signal)),
      attempt('what the viewer watched', tableLimit, [], (signal) => viewers.watched(caller.id, signal)),
      orElse('rankings', { popular: [], trending: [] }, rankings.get()),
      orElse('new titles', undefined, titles.newest()),
    ]);
    // A viewer without a pseudonym is unknown to the recommenders, as any new one is.
    const { personalised, pseudonym = newPseudonym() } = choices;
    // For a viewer who opted out, the watched films are only used to leave out those that were finished.
    const started = personalised && subjectId === undefined ? lastStarted(activity, maxReminders) : [];
    const asked = personalised ? questions(pseudonym, choices, started, subjectId) : [];
    const said = await recommenders.ask(asked, limit(timeLimitMs));

    const order = {
      popular: ranked.popular.slice(0, rankedTitles),
      trending: ranked.trending.slice(0, rankedTitles),
    };
    const byId = await titles.byIds([
      ...(subjectId === undefined ? [] : [subjectId]),
      ...started,
      ...order.popular,
      ...order.trending,
      ...said.flatMap((one) => one?.ids ?? []),
    ]);
    // There is nothing to show, because no title could be read.
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
      if (!mayWatch(subject, caller, choices.ageLimit)) {
        // The row is optional, so a limit that could not be read does not fail the film's page.
        if (choices === unknown) return { personalised, rows: [] };
        throw notFound('asset', subjectId);
      }
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
  viewer: string,
  choices: Question['choices'],
  started: readonly string[],
  subjectId: string | undefined,
): Question[] {
  const who = { viewer, choices };
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
