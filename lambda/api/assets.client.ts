import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Asset, asset } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { assetReader } from '../shared/http-asset.client';
import { fromItem, type Item, toItem, updateOf } from '../shared/items';
import type { AssetPorts } from './assets';

/** The catalogue in the `assets` table. */
export function catalogue(client: DynamoDBClient, table: string): AssetPorts['records'] {
  /** The record after the change; `undefined` when the condition does not hold. */
  async function update(
    id: string,
    members: Readonly<Record<string, unknown>>,
    condition: string,
    compared: Readonly<Record<`:${string}`, unknown>>,
  ): Promise<Asset | undefined> {
    const { ExpressionAttributeNames, ExpressionAttributeValues, ...expression } = updateOf(members);
    // DynamoDB refuses names that no expression uses.
    const names = Object.fromEntries(
      Array.from(condition.matchAll(/#(\w+)/g), ([word, name]) => [word, name as string]),
    );
    try {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { id: { S: id } },
          ...expression,
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...ExpressionAttributeNames, ...names },
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...toItem(compared) },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes && z.parse(asset, fromItem(Attributes));
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }

  return {
    ...assetReader(client, table),

    async newest({ ownerId, after, limit }) {
      const [index, name, value] = ownerId ? ['byOwner', 'ownerId', ownerId] : ['byCreation', 'kind', 'asset'];
      const found: Asset[] = [];
      let start: Item | undefined = after && toItem({ id: after.id, createdAt: after.createdAt, [name]: value });
      do {
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: index,
            KeyConditionExpression: '#partition = :partition',
            ExpressionAttributeNames: { '#partition': name },
            ExpressionAttributeValues: { ':partition': { S: value } },
            ScanIndexForward: false,
            Limit: limit - found.length,
            ExclusiveStartKey: start,
          }),
        );
        found.push(...(page.Items ?? []).map((item) => z.parse(asset, fromItem(item))));
        // DynamoDB also ends a page at 1 MB, which a few films in dozens of languages have.
        start = page.LastEvaluatedKey;
      } while (start && found.length < limit);
      return found;
    },

    describe(id, description, at, version) {
      // A member without a value would be taken away.
      const given = Object.entries(description).filter(([, value]) => value !== undefined);
      const members = { ...Object.fromEntries(given), updatedAt: at.toISOString() };
      if (version === undefined) return update(id, members, '#status <> :deleted', { ':deleted': 'DELETED' });
      const condition = '#status <> :deleted AND #updatedAt = :version';
      return update(id, members, condition, { ':deleted': 'DELETED', ':version': version });
    },

    claim(seen, run, at) {
      const members = { status: 'PROCESSING', run, progress: 0, executionArn: undefined, updatedAt: at.toISOString() };
      const sameRun = seen.run === undefined ? 'attribute_not_exists(#run)' : '#run = :seen';
      return update(seen.id, members, `#status = :failed AND ${sameRun}`, {
        ':failed': 'FAILED',
        ':seen': seen.run,
      });
    },

    async started(id, run, at) {
      const members = { reason: undefined, updatedAt: at.toISOString() };
      await update(id, members, '#status = :processing AND #run = :mine', {
        ':processing': 'PROCESSING',
        ':mine': run,
      });
    },

    revise(seen, { speech, targetLanguages }, at) {
      const { id, run, revision = 0 } = seen;
      const members = { speech, targetLanguages, revision: revision + 1, updatedAt: at.toISOString() };
      const sameRevision = revision === 0 ? 'attribute_not_exists(#revision)' : '#revision = :seen';
      return update(id, members, `#status IN (:playable, :ready) AND #run = :mine AND ${sameRevision}`, {
        ':playable': 'PLAYABLE',
        ':ready': 'READY',
        ':mine': run,
        ':seen': revision === 0 ? undefined : revision,
      });
    },

    async unclaim(id, run, at) {
      const members = { status: 'FAILED', updatedAt: at.toISOString() };
      await update(id, members, '#status = :processing AND #run = :mine', {
        ':processing': 'PROCESSING',
        ':mine': run,
      });
    },
  };
}
