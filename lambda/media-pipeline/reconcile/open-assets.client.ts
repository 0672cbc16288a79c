import { paginateQuery, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { DraftTable } from '../../shared/drafts.client';
import { isNamed } from '../../shared/errors';
import { conditionalUpdate } from '../../shared/items';
import { readable } from '../../shared/records';
import { type OpenAsset, openAsset } from './open-asset';
import type { ReconcilePorts } from './reconcile';

type Records = ReconcilePorts['records'];

const members = Object.keys(openAsset.shape);

/** The `assets` table as the reconciler reads it: only records that it may have to change. */
export class OpenAssetTable extends DraftTable implements Records {
  async *pages(changedSince: Date): AsyncIterable<OpenAsset[]> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.table,
        IndexName: 'byCreation',
        KeyConditionExpression: '#kind = :asset',
        FilterExpression:
          '#status IN (:uploading, :processing, :awaiting, :playable) OR ' +
          '(#status = :ready AND (attribute_not_exists(#catalogue) OR #updatedAt > :since))',
        ProjectionExpression: members.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(['kind', ...members].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':asset': { S: 'asset' },
          ':uploading': { S: 'UPLOADING' },
          ':processing': { S: 'PROCESSING' },
          ':awaiting': { S: 'AWAITING_APPROVAL' },
          ':playable': { S: 'PLAYABLE' },
          ':ready': { S: 'READY' },
          ':since': { S: changedSince.toISOString() },
        },
      },
    );
    for await (const { Items } of pages) yield readable(openAsset, Items);
  }

  async enlist(id: string, catalogue: Parameters<Records['enlist']>[1]): Promise<boolean> {
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
