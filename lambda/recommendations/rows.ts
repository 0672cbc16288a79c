import { randomBytes } from 'node:crypto';
import { type Progress, startedSeconds, startedShare } from '../shared/viewers';
import { explored } from './exploration';
import type { Recommendation } from './recommenders';
import { type Choices, type Item, itemOf, sharedGenres, suits, type Title } from './titles';

/** Maximum of titles in a row. A row with fewer than the minimum repeats titles of the rows above. */
const maxRowTitles = 20;
const minRowTitles = 4;

type RowId = 'top-picks' | 'because-you-watched' | 'trending-now' | 'most-popular' | 'new' | 'more-like-this';

export interface Row {
  /** The kind of row. */
  readonly id: RowId;
  readonly title: string;
  /** Why the row has these titles: a code, and the title that they resemble. */
  readonly reason: { readonly code: string; readonly assetId?: string; readonly title?: string };
  readonly source: 'personalize' | 'popularity';
  /** The id that interactions are attributed to this row by; `omni-…` for a row without a recommender. */
  readonly recommendationId: string;
  readonly items: readonly Item[];
}

/** Rankings that are the same for all viewers: ids of assets, the best first. */
export interface Rankings {
  readonly popular: readonly string[];
  readonly trending: readonly string[];
}

/** The input of rows. */
export interface Material {
  readonly choices: Choices;
  readonly watched: readonly Progress[];
  readonly rankings: Rankings;
  /** Published titles, the newest first. */
  readonly newest: readonly Title[];
  /** The titles that the other members name by id, without those that do not exist. */
  readonly titles: ReadonlyMap<string, Title>;
  /** The seed of the viewer and the day. */
  readonly seed: string;
}

/** The recommenders' results for the home page; `undefined` where one has none. */
export interface HomeAnswers {
  readonly topPicks?: Recommendation;
  readonly becauseYouWatched: readonly { readonly assetId: string; readonly answer?: Recommendation }[];
  readonly trendingNow?: Recommendation;
  readonly mostPopular?: Recommendation;
}

interface Draft extends Pick<Row, 'id' | 'title' | 'reason'> {
  readonly answer?: Recommendation;
  /** Title and reason of the row when it is made without a recommender. @default - the same */
  readonly instead?: Pick<Row, 'title' | 'reason'>;
  /** Ids for a row without a result, or without a title in it that the viewer may see. */
  readonly otherwise: readonly string[];
  readonly without?: string;
}

/** The last titles that the viewer started and may see. */
export function lastStarted(watched: readonly Progress[], atMost: number): string[] {
  const started = watched.filter(
    ({ position, duration, finished }) =>
      finished || position >= startedSeconds || (duration > 0 && position / duration >= startedShare),
  );
  return [...new Set(started.map(({ assetId }) => assetId))].slice(0, atMost);
}

/**
 * Rows of the home page. For a viewer who opted out, `answers` is missing: then the watched films are only used to leave
 * out those that the viewer finished.
 */
export function homeRows(material: Material, answers: HomeAnswers | undefined): Row[] {
  const { rankings, choices, seed, titles } = material;
  const news = material.newest.map(({ id }) => id);
  const drafts: Draft[] = [];
  if (answers) {
    drafts.push({
      id: 'top-picks',
      title: 'Top picks for you',
      reason: { code: 'top-picks' },
      answer: answers.topPicks,
      instead: { title: 'Popular and new', reason: { code: 'popular-and-new' } },
      otherwise: explored(rankings.popular, news, seed),
    });
  }
  for (const { assetId, answer } of answers?.becauseYouWatched ?? []) {
    const seen = titles.get(assetId);
    if (!seen || !suits(seen, choices)) continue;
    drafts.push({
      id: 'because-you-watched',
      title: `Because you watched ${seen.title}`,
      reason: { code: 'because-you-watched', assetId, title: seen.title },
      answer,
      otherwise: related(seen, material),
      without: assetId,
    });
  }
  drafts.push(
    {
      id: 'trending-now',
      title: 'Trending now',
      reason: { code: 'trending-now' },
      answer: answers?.trendingNow,
      otherwise: rankings.trending,
    },
    {
      id: 'most-popular',
      title: 'Most popular',
      reason: { code: 'most-popular' },
      answer: answers?.mostPopular,
      otherwise: rankings.popular,
    },
    { id: 'new', title: 'New', reason: { code: 'new' }, otherwise: news },
  );
  return finish(drafts, material);
}

/** The row below a film. */
export function assetRows(subject: Title, material: Material, answer: Recommendation | undefined): Row[] {
  const { rankings, newest, seed } = material;
  const rest = explored(
    rankings.popular,
    newest.map(({ id }) => id),
    seed,
  );
  const draft: Draft = {
    id: 'more-like-this',
    title: 'More like this',
    reason: { code: 'more-like-this', assetId: subject.id, title: subject.title },
    answer,
    otherwise: [...related(subject, material), ...rest],
    without: subject.id,
  };
  return finish([draft], material);
}

/** Titles that share genres with one title: first those with the most shared genres, then the most popular. */
function related(subject: Title, { rankings, newest, titles }: Material): string[] {
  const ids = new Set([...rankings.popular, ...rankings.trending, ...newest.map(({ id }) => id)]);
  const scored = [...ids].map((id) => ({ id, score: sharedGenres(subject, titles.get(id) ?? {}) }));
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ id }) => id);
}

/**
 * Fills rows with titles. A title is at most once in a row, and in two rows only if the lower one would be too short
 * without it. Rows without titles are left out.
 */
function finish(drafts: readonly Draft[], { choices, watched, titles }: Material): Row[] {
  const finished = new Set(watched.filter((one) => one.finished).map(({ assetId }) => assetId));
  const above = new Set<string>();

  function watchable(ids: readonly string[], without: string | undefined): Title[] {
    const found = [...new Set(ids)].map((id) => titles.get(id));
    return found.filter(
      (title) => title !== undefined && title.id !== without && !finished.has(title.id) && suits(title, choices),
    ) as Title[];
  }

  return drafts.flatMap(({ id, answer, otherwise, without, ...said }) => {
    const recommended = watchable(answer?.ids ?? [], without);
    const isTheirs = recommended.length > 0;
    const all = isTheirs ? recommended : watchable(otherwise, without);
    const unseen = all.filter((one) => !above.has(one.id));
    const chosen = (
      unseen.length >= minRowTitles ? unseen : [...unseen, ...all.filter((one) => above.has(one.id))]
    ).slice(0, Math.max(minRowTitles, Math.min(maxRowTitles, unseen.length)));
    if (chosen.length === 0) return [];
    for (const one of chosen) above.add(one.id);
    const { title, reason } = isTheirs ? said : (said.instead ?? said);
    return {
      id,
      title,
      reason,
      source: isTheirs ? 'personalize' : 'popularity',
      recommendationId: (isTheirs ? answer?.recommendationId : undefined) ?? ownId(),
      items: chosen.map(itemOf),
    } satisfies Row;
  });
}

/** Returns an id as unique as Personalize's own, with at most 40 characters, their maximum. */
function ownId(): string {
  return `omni-${randomBytes(16).toString('base64url')}`;
}
