import type { ViewName } from '../lake/views';

/** The types of QuickSight's columns that are used here. QuickSight has no booleans. */
export type FieldType = 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME';

interface Field {
  readonly type: FieldType;
  /** Columns of the view that the field is computed from. @default - the column with the field's name */
  readonly from?: readonly string[];
  /** SQL expression. @default - the unchanged column */
  readonly as?: string;
}

export interface DataSet {
  /** Name in QuickSight. */
  readonly title: string;
  readonly view: ViewName;
  readonly fields: Readonly<Record<string, Field>>;
  /** Several `SELECT`s instead of one: each has the fields that differ. */
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

const text = { type: 'STRING' } as const satisfies Field;
const whole = { type: 'INTEGER' } as const satisfies Field;
const decimal = { type: 'DECIMAL' } as const satisfies Field;
/** The day as a time, which charts over time need: in the lake, days are text. */
const day = { type: 'DATETIME', as: 'CAST(day AS timestamp)' } as const satisfies Field;
const hours = { type: 'DECIMAL', from: ['watch_seconds'], as: 'watch_seconds / 3600.0' } as const satisfies Field;

/** The steps in order; the numbers sort them. */
const steps = {
  impressions: '1 shown',
  clicks: '2 chosen',
  starts: '3 started',
  quarters: '4 a quarter',
  halves: '5 half',
  finishes: '6 finished',
} as const;

const bands = ['none', 'under 1 %', '1–5 %', 'over 5 %'] as const;
const bandPlaces = bands.map((band, place) => `WHEN '${band}' THEN ${place}`).join(' ');

/** The data sets of the dashboard, one for each view. */
export const dataSets = {
  watchTime: {
    title: 'Watch time',
    view: 'watch_time',
    fields: { day, title: text, views: whole, viewers: whole, watch_hours: hours },
  },
  completion: {
    title: 'Completion',
    view: 'completion',
    fields: { asset_id: text, title: text, percent: whole, viewers: whole, share: decimal },
  },
  languages: {
    title: 'Languages',
    view: 'language_audience',
    fields: {
      ...{ day, title: text, audio: text },
      sound: { type: 'STRING', from: ['is_dub'], as: "CASE WHEN is_dub THEN 'dub' ELSE 'original' END" },
      ...{ views: whole, viewers: whole, watch_hours: hours },
    },
  },
  quality: {
    title: 'Quality',
    view: 'quality',
    fields: {
      ...{ day, device: text, sessions: whole, startup_p50_ms: decimal, startup_p95_ms: decimal },
      ...{ rebuffer_ratio: decimal, bitrate_kbps: decimal, sessions_with_error: whole },
    },
  },
  qualityEffect: {
    title: 'Effect of quality',
    view: 'quality_effect',
    fields: {
      rebuffer_band: text,
      place: {
        type: 'INTEGER',
        from: ['rebuffer_band'],
        as: `CASE rebuffer_band ${bandPlaces} ELSE ${bands.length} END`,
      },
      ...{ sessions: whole, watched_share: decimal, watch_hours: hours },
    },
  },
  funnel: {
    title: 'Funnel',
    view: 'funnel',
    // Charts need a row for each step; the view has a column for each.
    fields: { day, step: { type: 'STRING', from: [] }, times: { type: 'INTEGER', from: Object.keys(steps) } },
    rows: Object.entries(steps).map(([column, step]) => ({ step: `'${step}'`, times: column })),
  },
  attribution: {
    title: 'Rows of recommendations',
    view: 'attribution',
    fields: {
      day,
      row_id: text,
      impressions: whole,
      clicks: whole,
      starts: whole,
      finishes: whole,
      watch_hours: hours,
    },
  },
  searches: {
    title: 'Searches',
    view: 'searches',
    fields: { day, query: text, searches: whole, without_result: whole },
  },
  edge: {
    title: 'Edge',
    view: 'edge_delivery',
    fields: { day, kind: text, requests: whole, bytes: whole, hit_ratio: decimal, error_ratio: decimal },
  },
} as const satisfies Readonly<Record<string, DataSet>>;

export type DataSetName = keyof typeof dataSets;

/** Names of the fields of a data set with one of the types `T`. Other names do not compile. */
export type FieldOf<N extends DataSetName, T extends FieldType = FieldType> = {
  [F in keyof (typeof dataSets)[N]['fields']]: (typeof dataSets)[N]['fields'][F] extends { type: T } ? F : never;
}[keyof (typeof dataSets)[N]['fields']] &
  string;

export const dataSetNames = Object.keys(dataSets) as DataSetName[];

/** All views of the data sets. */
export const dashboardViews: readonly ViewName[] = dataSetNames.map((name) => dataSets[name].view);

/** The statement that fills a data set, in standard SQL. */
export function sqlOf({ view, fields, rows = [{}] }: DataSet, database: string): string {
  return rows
    .map((row: Readonly<Record<string, string>>) => {
      const list = Object.entries(fields).map(([name, { as = name }]) => {
        const source = row[name] ?? as;
        return source === name ? name : `${source} AS ${name}`;
      });
      return `SELECT ${list.join(', ')} FROM ${database}.${view}`;
    })
    .join(' UNION ALL ');
}
