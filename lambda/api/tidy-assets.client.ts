import { paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { asset } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { conditionalUpdate } from '../shared/items';
import { readable } from '../shared/records';
import { DraftTable } from './drafts.client';
import type { TidyPorts, TidyRecord } from './tidy-assets';

const tidyRecord = z.pick(asset, {
  id: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  catalogue: true,
  publishedAt: true,
  upload: true,
});
type TidyRecords = TidyPorts['records'];

const members = Object.keys(tidyRecord.shape);

/** The `assets` table as the tidying reads it: only records that it may have to change. */
export class TidyTable extends DraftTable implements TidyRecords {
  async *pages(): AsyncIterable<TidyRecord[]> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.table,
        IndexName: 'byCreation',
        KeyConditionExpression: '#kind = :asset',
        FilterExpression:
          '#status = :uploading OR (#status IN (:playable, :ready) AND attribute_not_exists(#catalogue))',
        ProjectionExpression: members.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(['kind', ...members].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':asset': { S: 'asset' },
          ':uploading': { S: 'UPLOADING' },
          ':playable': { S: 'PLAYABLE' },
          ':ready': { S: 'READY' },
        },
      },
    );
    for await (const { Items } of pages) yield readable(tidyRecord, Items);
  }

  async enlist(id: string, catalogue: Parameters<TidyRecords['enlist']>[1]): Promise<boolean> {
    const condition = {
      expression: '#status IN (:playable, :ready) AND attribute_not_exists(#catalogue)',
      values: { playable: 'PLAYABLE', ready: 'READY' },
    };
    try {
      await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: { id: { S: id } },
          ...conditionalUpdate({ ...catalogue }, condition),
        }),
      );
      return true;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return false;
      throw error;
    }
  }
}
