import { readFileSync } from 'node:fs';
import { type Columns, type HiveType, interactionColumns, listed } from './columns';

export interface View {
  readonly name: ViewName;
  readonly description: string;
  readonly columns: Columns;
  /** One SELECT, in the SQL that Athena (Trino) and DuckDB both understand. */
  readonly sql: string;
}

const played = { views: 'bigint', viewers: 'bigint', watch_seconds: 'double' } as const;
const ranked = { asset_id: 'string', score: 'double', viewers: 'bigint' } as const;

/** What each view answers, and its columns. A view comes after those that it is made of. */
const declared = {
  interactions_once: {
    description: 'Interactions, each once',
    columns: { ...interactionColumns, day: 'string', event: 'string' },
  },
  watches: {
    description: 'Reports of playing, and which marks of the film each of them passed',
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
    },
  },
  watch_time: {
    description: 'What is watched, by day and title',
    columns: { day: 'string', asset_id: 'string', title: 'string', ...played },
  },
  completion: {
    description: 'How many of a title’s viewers of the last 90 days got how far',
    columns: { asset_id: 'string', title: 'string', percent: 'bigint', viewers: 'bigint', share: 'double' },
  },
  language_audience: {
    description: 'Who watches in which language, by day and title',
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
    description: 'How well films play, by day and device',
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
    description: 'How much is watched, in the last 28 days, by how often it was interrupted',
    columns: { rebuffer_band: 'string', sessions: 'bigint', watched_share: 'double', watch_seconds: 'double' },
  },
  funnel: {
    description: 'From titles in sight to films seen to their end, by day',
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
    description: 'What came of rows of recommendations, by day',
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
    description: 'What is looked for, and not found',
    columns: { day: 'string', query: 'string', searches: 'bigint', without_result: 'bigint' },
  },
  edge_delivery: {
    description: 'What the edge delivered in the last 28 days, with what players told it',
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
  popular: { description: 'Starts of the last 28 days, each worth half after a week', columns: ranked },
  trending: { description: 'Starts of the last day, against those of the six before', columns: ranked },
  personalize_interactions: {
    description: 'What Personalize learns from, of viewers who let it',
    columns: {
      user_id: 'string',
      item_id: 'string',
      timestamp: 'bigint',
      event_type: 'string',
      event_value: 'double',
    },
  },
  personalize_minima: {
    description: 'Whether that is enough to learn from',
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

/** Tables and views that the view names. */
export function dependenciesOf({ sql }: View): string[] {
  const named = [...sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)].map(([, name]) => name as string);
  const known = new Set<string>([...tables, ...views.map(({ name }) => name)]);
  return [...new Set(named)].filter((name) => known.has(name));
}

/** Those and what they are made of themselves. */
export function allDependenciesOf(names: readonly ViewName[]): string[] {
  const found = new Set<string>(names);
  // A set's iteration meets what is added on the way.
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

/** What Athena keeps a view as in Glue. */
export function presto({ sql, columns }: View, databaseName: string): string {
  const definition = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: databaseName,
    columns: listed(columns).map(({ name, type }) => ({ name, type: trinoTypes[type] })),
  };
  return `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString('base64')} */`;
}
