import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GetTableVersionsCommandOutput } from '@aws-sdk/client-glue';
import { parseHiveType } from '../../engines/query/hive-type';
import { writeParquet } from '../../engines/query/parquet';
import type { Kernel } from '../../kernel/kernel';
import type { Principal } from '../../kernel/service';
import type { StreamDefinition } from './definition';
import type { JournalRecord } from './journal';
import { formatTime } from './prefix';
import { type Plan, type Sorted, sortRecords } from './sort-records';

/** The delivery of one segment of a stream's journal to its bucket. */
export interface Delivery {
  readonly stream: StreamDefinition;
  readonly segment: string;
  readonly records: readonly JournalRecord[];
  /** The plan of an earlier attempt, if there was one. */
  readonly plan: Plan;
  /** A folder that exists only during the delivery. */
  readonly scratch: string;
}

/** Returns a function that assumes a role of the stream. */
export function actAs({ accountId }: Kernel, roleArn: string): Principal {
  return { kind: 'role', accountId, roleArn, sessionName: 'AWSFirehoseToS3' };
}

export async function makePlan(kernel: Kernel, stream: StreamDefinition): Promise<Plan> {
  const { prefix, errorPrefix, partitionKeys, conversion } = stream;
  const plan = { prefix, errorPrefix, partitionKeys, conversion, columns: [], plannedAt: kernel.now() };
  if (!conversion) return plan;
  const { TableVersions = [] } = await kernel.call<GetTableVersionsCommandOutput>({
    ...{ service: 'glue', operation: 'GetTableVersions', region: conversion.region },
    principal: actAs(kernel, conversion.roleArn),
    input: { DatabaseName: conversion.database, TableName: conversion.table },
  });
  const [latest] = TableVersions;
  const columns = (latest?.Table?.StorageDescriptor?.Columns ?? []).map(({ Name = '', Type = 'string' }) => ({
    name: Name.toLowerCase(),
    type: Type,
  }));
  return { ...plan, columns, tableVersion: latest?.VersionId };
}

/**
 * Puts all records of a segment. The names of the objects depend only on the segment's, so that a repeated delivery
 * writes the same objects again. Returns the number of failed records.
 */
export async function deliver(kernel: Kernel, delivery: Delivery): Promise<number> {
  const { plan, records, scratch } = delivery;
  const columns = plan.columns.map(({ name, type }) => ({ name, type: parseHiveType(type) }));
  const sorted = sortRecords(records, plan, columns, kernel.accountId);
  mkdirSync(scratch, { recursive: true });
  try {
    for (const [prefix, body] of await bodies(delivery, sorted, columns)) {
      await put(kernel, delivery, prefix, body, plan.conversion ? '.parquet' : '');
    }
    for (const [prefix, lines] of sorted.failed) await put(kernel, delivery, prefix, Buffer.from(lines.join('')), '');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return [...sorted.failed.values()].reduce((sum, lines) => sum + lines.length, 0);
}

async function bodies({ plan, scratch }: Delivery, { delivered }: Sorted, columns: Parameters<typeof writeParquet>[0]) {
  const groups = [...delivered];
  if (!plan.conversion) {
    return groups.map(([prefix, data]) => [prefix, Buffer.concat(data.map((one) => Buffer.from(one)))] as const);
  }
  const files = groups.map(([prefix, lines], index) => {
    const json = join(scratch, `${index}.json`);
    writeFileSync(json, lines.join(''));
    return { prefix, json, parquet: join(scratch, `${index}.parquet`) };
  });
  if (files.length > 0) await writeParquet(columns, files);
  return files.map(({ prefix, parquet }) => [prefix, readFileSync(parquet)] as const);
}

async function put(
  kernel: Kernel,
  { stream, segment, records, plan }: Delivery,
  prefix: string,
  Body: Buffer,
  suffix: string,
) {
  const time = formatTime('yyyy-MM-dd-HH-mm-ss', records[0]?.arrivedAt ?? plan.plannedAt);
  const digest = createHash('sha256').update(`${stream.arn} ${segment} ${prefix}`).digest('hex');
  const id = digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  await kernel.call({
    ...{ service: 's3', operation: 'PutObject', region: stream.region },
    principal: actAs(kernel, stream.roleArn),
    input: {
      ...{ Bucket: stream.bucket, Key: `${prefix}${stream.name}-1-${time}-${id}${suffix}`, Body },
      ContentLength: Body.length,
      ...(stream.kmsKey && { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: stream.kmsKey }),
    },
  });
}
