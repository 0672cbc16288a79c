import { readFileSync } from 'node:fs';
import { type Columns, type HiveType, interactionColumns, listed } from './columns';

export interface View {
  readonly name: ViewName;
  readonly description: string;
  readonly columns: Columns;
  /** One SELECT in the SQL that Athena (Trino) and DuckDB have in common. */
  readonly sql: string;
}

const played = { views: 'bigint', viewers: 'bigint', watch_seconds: 'double' } as const;
const ranked = { asset_id: 'string', score: 'double', viewers: 'bigint' } as const;

/** Description and columns of each view. A view comes after the views that it uses. */
const declared = {
  interactions_once: {
    description: 'Interactions without duplicates',
    columns: { ...interactionColumns, day: 'string', event: 'string' },
  },
  watches: {
    description: 'Playback reports, with the marks of the film that each one passed',
    columns: {
      day: 'string',
      happened_at: 'timestamp',
      user_id: 'string',
      personalised: 'boolean',
      viewing: 'string',
      asset_id: 'string',
      position: 'double',
      duration: 'double',
      watched: 'double',
      audio: 'string',
      captions: 'string',
      row_id: 'string',
      starts: 'boolean',
      quarters: 'boolean',
      halves: 'boolean',
      finishes: 'boolean',
      start_seconds: 'double',
    },
  },
  watch_time: {
    description: 'Watch time by day and title',
    columns: { day: 'string', asset_id: 'string', title: 'string', ...played },
  },
  completion: {
    description: 'Share of viewers that reached each percentage of a title, last 90 days',
    columns: { asset_id: 'string', title: 'string', percent: 'bigint', viewers: 'bigint', share: 'double' },
  },
  language_audience: {
    description: 'Viewers by audio and caption language, day and title',
    columns: {
      day: 'string',
      asset_id: 'string',
      title: 'string',
      audio: 'string',
      captions: 'string',
      is_dub: 'boolean',
      ...played,
    },
  },
  quality: {
    description: 'Playback quality by day and device',
    columns: {
      day: 'string',
      device: 'string',
      sessions: 'bigint',
      startup_p50_ms: 'double',
      startup_p95_ms: 'double',
      rebuffer_ratio: 'double',
      rebuffers_per_hour: 'double',
      bitrate_kbps: 'double',
      sessions_with_error: 'bigint',
      error_rate: 'double',
    },
  },
  quality_effect: {
    description: 'Watched share by frequency of interruptions, last 28 days',
    columns: { rebuffer_band: 'string', sessions: 'bigint', watched_share: 'double', watch_seconds: 'double' },
  },
  funnel: {
    description: 'Viewers from impression to finished film, by day',
    columns: {
      day: 'string',
      impressions: 'bigint',
      clicks: 'bigint',
      starts: 'bigint',
      quarters: 'bigint',
      halves: 'bigint',
      finishes: 'bigint',
    },
  },
  attribution: {
    description: 'Clicks and watch time of recommendation rows, by day',
    columns: {
      day: 'string',
      row_id: 'string',
      impressions: 'bigint',
      clicks: 'bigint',
      starts: 'bigint',
      finishes: 'bigint',
      watch_seconds: 'double',
      click_rate: 'double',
    },
  },
  searches: {
    description: 'Searches, and searches without a result, by day',
    columns: { day: 'string', query: 'string', searches: 'bigint', without_result: 'bigint' },
  },
  edge_delivery: {
    description: 'Requests that the edge served in the last 28 days, with data that players sent',
    columns: {
      day: 'string',
      kind: 'string',
      requests: 'bigint',
      bytes: 'bigint',
      hit_ratio: 'double',
      error_ratio: 'double',
      starvation_ratio: 'double',
      throughput_p50_kbps: 'double',
    },
  },
  popular: { description: 'Titles by viewers of the last 28 days; a viewer counts half after a week', columns: ranked },
  trending: { description: 'Titles by viewers of the last day, compared with the six days before', columns: ranked },
  personalize_interactions: {
    description: 'Training data for Personalize, of viewers with personalization on',
    columns: {
      user_id: 'string',
      item_id: 'string',
      timestamp: 'bigint',
      event_type: 'string',
      event_value: 'double',
    },
  },
  personalize_minima: {
    description: 'Films that viewers started, to compare with the minimum that Personalize requires',
    columns: { interactions: 'bigint', viewers_with_two: 'bigint' },
  },
} as const satisfies Record<string, Omit<View, 'name' | 'sql'>>;

export type ViewName = keyof typeof declared;

export const views: readonly View[] = (Object.keys(declared) as ViewName[]).map((name) => ({
  name,
  ...declared[name],
  sql: readFileSync(`lib/constructs/lake/views/${name}.sql`, 'utf8').trim(),
}));

const tables = ['interactions', 'catalogue', 'edge_requests'];

/** Tables and views that a view uses directly. */
export function dependenciesOf({ sql }: View): string[] {
  const named = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].map(([, name]) => name as string);
  const known = new Set<string>([...tables, ...views.map(({ name }) => name)]);
  return [...new Set(named)].filter((name) => known.has(name));
}

/** Tables and views that the views use directly or indirectly, and the views themselves. */
export function allDependenciesOf(names: readonly ViewName[]): string[] {
  const found = new Set<string>(names);
  // The iteration of a set includes members that are added during it.
  for (const name of found) {
    const view = views.find((some) => some.name === name);
    if (view) for (const dependency of dependenciesOf(view)) found.add(dependency);
  }
  return [...found];
}

const trinoTypes: Readonly<Record<HiveType, string>> = {
  string: 'varchar',
  int: 'integer',
  bigint: 'bigint',
  double: 'double',
  boolean: 'boolean',
  timestamp: 'timestamp(3)',
  date: 'date',
  'array<string>': 'array(varchar)',
};

/** The text of a view in Glue, as Athena stores it. */
export function presto({ sql, columns }: View, databaseName: string): string {
  const definition = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: databaseName,
    columns: listed(columns).map(({ name, type }) => ({ name, type: trinoTypes[type] })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`;
}
