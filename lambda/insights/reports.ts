/** Athena view behind a report, and what of it can be chosen. */
export interface Report {
  readonly view: string;
  /** Whether it has a column `day`, and so can be asked for some days. */
  readonly byDay: boolean;
  /** Whether it has a column `asset_id`, and so can be asked for one title. */
  readonly byAsset: boolean;
  /** What comes first; where there is more than fits in an answer, the rest is left out. */
  readonly order: readonly string[];
}

/** Every report that can be asked for. A view that is not named here cannot be read through the API. */
export const reports = {
  'watch-time': { view: 'watch_time', byDay: true, byAsset: true, order: ['day DESC', 'watch_seconds DESC'] },
  completion: { view: 'completion', byDay: false, byAsset: true, order: ['title', 'asset_id', 'percent'] },
  languages: {
    view: 'language_audience',
    byDay: true,
    byAsset: true,
    order: ['day DESC', 'watch_seconds DESC'],
  },
  quality: { view: 'quality', byDay: true, byAsset: false, order: ['day DESC', 'sessions DESC'] },
  'quality-effect': { view: 'quality_effect', byDay: false, byAsset: false, order: ['sessions DESC'] },
  funnel: { view: 'funnel', byDay: true, byAsset: false, order: ['day DESC'] },
  attribution: { view: 'attribution', byDay: true, byAsset: false, order: ['day DESC', 'impressions DESC'] },
  searches: { view: 'searches', byDay: true, byAsset: false, order: ['day DESC', 'searches DESC'] },
  edge: { view: 'edge_delivery', byDay: true, byAsset: false, order: ['day DESC', 'requests DESC'] },
} as const satisfies Record<string, Report>;

export type ReportName = keyof typeof reports;

export function isReport(name: string): name is ReportName {
  return Object.hasOwn(reports, name);
}
