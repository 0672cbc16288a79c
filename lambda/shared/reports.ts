/** A report of the API: the Athena view behind it, and the parameters that it accepts. */
export interface Report {
  readonly view: string;
  /** Whether the view has a column `day`, so that the report accepts `from` and `to`. */
  readonly byDay: boolean;
  /** Whether the view has a column `asset_id`, so that the report accepts `asset`. */
  readonly byAsset: boolean;
  /** Order of the rows. Rows beyond the limit of a response are left out. */
  readonly order: readonly string[];
}

/**
 * Every report of the API. The page has a question for each (web/reports.ts), the stack grants the views, and a view
 * without a report cannot be read through the API.
 */
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
