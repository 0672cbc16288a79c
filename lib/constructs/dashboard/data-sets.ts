import type { ViewName } from '../lake/views';

/** QuickSight's types of columns, as far as they are used here. It has no truth values. */
export type FieldType = 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME';

export interface Field {
  readonly type: FieldType;
  /** Columns of the view that it is made from. @default - the one of its own name */
  readonly from?: readonly string[];
  /** In SQL. @default - the column as it is */
  readonly as?: string;
}

export interface DataSet {
  /** What people see in QuickSight. */
  readonly title: string;
  readonly view: ViewName;
  readonly fields: Readonly<Record<string, Field>>;
  /** In the place of one `SELECT` of all fields: several, of which each names the fields that differ. */
  readonly rows?: readonly Readonly<Record<string, string>>[];
}

const text = { type: 'STRING' } as const satisfies Field;
const whole = { type: 'INTEGER' } as const satisfies Field;
const decimal = { type: 'DECIMAL' } as const satisfies Field;
/** Days are text in the lake, and charts over time need a time. */
const day = { type: 'DATETIME', as: 'CAST(day AS timestamp)' } as const satisfies Field;
const hours = { type: 'DECIMAL', from: ['watch_seconds'], as: 'watch_seconds / 3600.0' } as const satisfies Field;

/** From the first step to the last; the numbers keep them in order. */
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

/** What the dashboard knows: one data set for each view that it asks. */
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
    // Charts want a row for each step, and the view has a column for each.
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

/** Fields of a data set whose type is one of `T`: what is not there does not compile. */
export type FieldOf<N extends DataSetName, T extends FieldType = FieldType> = {
  [F in keyof (typeof dataSets)[N]['fields']]: (typeof dataSets)[N]['fields'][F] extends { type: T } ? F : never;
}[keyof (typeof dataSets)[N]['fields']] &
  string;

export const dataSetNames = Object.keys(dataSets) as DataSetName[];

/** All views that are asked. */
export const dashboardViews: readonly ViewName[] = dataSetNames.map((name) => dataSets[name].view);

/** The statement that fills a data set. The parts of Athena's SQL that are used here are all of the standard. */
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
