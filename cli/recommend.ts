import type { Api } from './api';
import type { Output } from './output';

interface Recommendations {
  readonly personalised: boolean;
  readonly rows: readonly {
    readonly id: string;
    readonly title: string;
    readonly reason: { readonly code: string; readonly assetId?: string; readonly title?: string };
    readonly source: string;
    readonly recommendationId: string;
    readonly items: readonly { readonly id: string; readonly title: string; readonly genres: readonly string[] }[];
  }[];
}

/** Prints the rows of the home page, or titles that are similar to an asset. */
export async function recommend(api: Api, place: string | undefined, out: Output): Promise<void> {
  const which = place === undefined || place === 'home' ? 'home' : `asset:${place}`;
  const answer = await api.get<Recommendations>(`/recommendations?for=${encodeURIComponent(which)}`);
  const lines = answer.rows.flatMap(({ title, source, items }) => [
    `${title}  (${source})`,
    ...items.map((item) => `  ${item.id}  ${[item.title, ...item.genres].join(' · ')}`),
  ]);
  out.result(answer, lines.length > 0 ? lines : ['There are no recommendations yet.']);
}
