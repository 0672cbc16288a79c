import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Platform } from './platform';

/** Where each text was found: files below the home with `/`, and tables as `table:{name}`. */
export type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** LevelDB's files are compressed; their tables are read by DynamoDB's API instead. */
const levelFolder = join('data', 'dynamodb');

/**
 * Searches every file of a laptop's home and every row of its tables, gzip and Parquet included. Finds texts in any case,
 * also percent-encoded, and in base64 at any position.
 */
export async function searchHome(platform: Platform, texts: readonly string[]): Promise<Places> {
  const spellings = texts.map((text) => [text, spellingsOf(text)] as const);
  const found = new Map<string, Set<string>>(texts.map((text) => [text, new Set()]));
  const look = (place: string, content: string) => {
    const lower = content.toLowerCase();
    for (const [text, { plain, base64 }] of spellings) {
      const isThere = plain.some((one) => lower.includes(one)) || base64.some((one) => content.includes(one));
      if (isThere) found.get(text)?.add(place);
    }
  };
  for await (const [table, rows] of tablesOf(platform)) look(`table:${table}`, rows);
  for (const file of filesBelow(platform.home)) {
    const name = relative(platform.home, file);
    if (!name.startsWith(levelFolder)) look(name, `${name}\n${await contentOf(file)}`);
  }
  look('console', platform.output());
  return found;
}

/** The user pool with its outbox, and the tables whose rows are kept by `sub`: no other place may have a user. */
const mayHaveUsers = (place: string) =>
  place.startsWith('data/cognito-idp/') || /^table:.*storage-?(assets|viewers|activity|sessions|usage)/i.test(place);

/** The texts with the places where they may not be, one a line. */
export function strayed(places: Places): string[] {
  return [...places].flatMap(([text, found]) =>
    [...found].filter((place) => !mayHaveUsers(place)).map((place) => `${text}: ${place}`),
  );
}

function spellingsOf(text: string) {
  const plain = [text, encodeURIComponent(text)].map((one) => one.toLowerCase());
  // Three bytes make four characters, so a text has three spellings; those that depend on its neighbours are cut off.
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.from(`${' '.repeat(offset)}${text}`)
      .toString('base64')
      .replaceAll('=', '');
    return whole.slice(offset === 0 ? 0 : offset + 1, -2);
  });
  return { plain, base64 };
}

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

async function contentOf(file: string): Promise<string> {
  const bytes = readFileSync(file);
  if (bytes.subarray(0, 4).toString('latin1') === 'PAR1') return parquet(file);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes).toString('latin1');
  return bytes.toString('latin1');
}

/** The column names and values of a Parquet file, which compresses both. */
async function parquet(file: string): Promise<string> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`);
    return JSON.stringify(reader.getRowObjectsJson());
  } finally {
    connection.closeSync();
  }
}

async function* tablesOf({ owner }: Platform): AsyncGenerator<[name: string, rows: string]> {
  const client = new DynamoDBClient(owner);
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    for (const TableName of TableNames) {
      let rows = '';
      for await (const { Items } of paginateScan({ client }, { TableName })) rows += JSON.stringify(Items);
      yield [TableName, rows];
    }
  }
}
