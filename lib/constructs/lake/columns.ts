import type { LakeRecord } from '../../../lambda/shared/interactions';

/** Hive's types in Glue's tables and Firehose's schema. */
export type HiveType = 'string' | 'int' | 'bigint' | 'double' | 'boolean' | 'timestamp' | 'date' | 'array<string>';

export interface Column {
  readonly name: string;
  readonly type: HiveType;
}

export type Columns = Readonly<Record<string, HiveType>>;

/** Columns in the order of their declaration, which is the order in Glue. */
export function listed(columns: Columns): Column[] {
  return Object.entries(columns).map(([name, type]) => ({ name, type }));
}

/** Columns of `interactions`: the members of a record, except those of its partitions. */
export const interactionColumns = {
  id: 'string',
  version: 'int',
  /** The viewer's pseudonym. The lake has no `sub`: docs/adr/0045. */
  user_id: 'string',
  personalised: 'boolean',
  visit: 'string',
  device: 'string',
  happened_at: 'timestamp',
  received_at: 'timestamp',
  session_id: 'string',
  asset_id: 'string',
  from_position: 'double',
  position: 'double',
  duration: 'double',
  watched: 'double',
  audio: 'string',
  captions: 'string',
  row_id: 'string',
  recommendation_id: 'string',
  asset_ids: 'array<string>',
  rank: 'int',
  rating: 'int',
  query: 'string',
  results: 'int',
  startup_ms: 'double',
  played_ms: 'double',
  rebuffer_count: 'int',
  rebuffer_ms: 'double',
  bitrate_kbps: 'double',
  errors: 'int',
  error_code: 'string',
  dropped_frames: 'int',
} as const satisfies Readonly<Record<Exclude<keyof LakeRecord, 'day' | 'event'>, HiveType>>;

/** Columns of `catalogue`: one line of JSON for each title. The first language of `audio` is the original one. */
export const catalogueColumns = {
  id: 'string',
  title: 'string',
  status: 'string',
  genres: 'array<string>',
  age_rating: 'int',
  languages: 'array<string>',
  audio: 'array<string>',
  captions: 'array<string>',
  duration: 'double',
  created_at: 'string',
} as const satisfies Columns;
