import { QueryCommand, type QueryCommandOutput, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Asset, asset } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { AssetTableReader } from '../shared/http-asset.client';
import { type Condition, conditionalUpdate, fromItem, type Item, toItem } from '../shared/items';
import { readable } from '../shared/records';
import type { List, Page } from './asset-lists';
import type { AssetPorts, Description } from './assets';
import type { Claim } from './languages';

type Records = AssetPorts['records'];

/** The catalogue in the `assets` table. */
export class CatalogueTable extends AssetTableReader implements Records {
  async page({ list, after, limit }: Parameters<Records['page']>[0]): Promise<Page> {
    const { index, name, value, sortedBy } = indexOf(list);
    const items: Item[] = [];
    let start: Item | undefined = after && toItem({ id: after.id, [sortedBy]: after.at, [name]: value });
    do {
      const page: QueryCommandOutput = await this.client.send(
        new QueryCommand({
          TableName: this.table,
          IndexName: index,
          KeyConditionExpression: '#partition = :partition',
          ExpressionAttributeNames: { '#partition': name },
          ExpressionAttributeValues: { ':partition': { S: value } },
          ScanIndexForward: false,
          Limit: limit - items.length,
          ExclusiveStartKey: start,
        }),
      );
      items.push(...(page.Items ?? []));
      // DynamoDB also ends a page at 1 MB, which a few films in dozens of languages have.
      start = page.LastEvaluatedKey;
    } while (start && items.length < limit);
    const last = items.at(-1);
    const position = last && { id: String(last.id?.S), at: String(last[sortedBy]?.S) };
    return { assets: readable(asset, items), last: items.length < limit ? undefined : position };
  }

  describe(id: string, description: Description, at: Date, version?: string): Promise<Asset | undefined> {
    // An update removes members without a value.
    const given = Object.entries(description).filter(([, value]) => value !== undefined);
    const members = { ...Object.fromEntries(given), updatedAt: at.toISOString() };
    const sameVersion = version === undefined ? '' : ' AND #updatedAt = :version';
    return this.update(id, members, {
      expression: `#status <> :deleted${sameVersion}`,
      values: { deleted: 'DELETED', version },
    });
  }

  claim(seen: Asset, claim: Parameters<Records['claim']>[1], at: Date): Promise<Asset | undefined> {
    const members = {
      status: 'PROCESSING',
      ...claim,
      progress: 0,
      executionArn: undefined,
      runSince: at.toISOString(),
      updatedAt: at.toISOString(),
    };
    const sameRun = seen.run === undefined ? 'attribute_not_exists(#run)' : '#run = :seen';
    return this.update(seen.id, members, {
      expression: `#status = :failed AND ${sameRun}`,
      values: { failed: 'FAILED', seen: seen.run },
    });
  }

  async started(id: string, run: string, at: Date): Promise<void> {
    await this.update(id, { reason: undefined, updatedAt: at.toISOString() }, processing(run));
  }

  async unclaim(id: string, run: string, at: Date): Promise<void> {
    await this.update(id, { status: 'FAILED', updatedAt: at.toISOString() }, processing(run));
  }

  decide(seen: Asset, change: Partial<Asset>, at: Date): Promise<Asset | undefined> {
    // A run that starts again has no execution under the name that it had.
    const members = { ...change, executionArn: undefined, runSince: at.toISOString(), updatedAt: at.toISOString() };
    return this.update(seen.id, members, {
      expression: '#status = :awaiting AND #run = :mine',
      values: { awaiting: 'AWAITING_APPROVAL', mine: seen.run },
    });
  }

  revise(seen: Asset, { speech, targetLanguages }: Claim, at: Date): Promise<Asset | undefined> {
    const { id, run, revision = 0 } = seen;
    const members = { speech, targetLanguages, revision: revision + 1, updatedAt: at.toISOString() };
    const sameRevision = revision === 0 ? 'attribute_not_exists(#revision)' : '#revision = :seen';
    return this.update(id, members, {
      expression: `#status IN (:playable, :ready) AND #run = :mine AND ${sameRevision}`,
      values: { playable: 'PLAYABLE', ready: 'READY', mine: run, seen: revision === 0 ? undefined : revision },
    });
  }

  /** Returns the record after the change; `undefined` when the condition is not met. */
  private async update(id: string, members: object, condition: Condition): Promise<Asset | undefined> {
    try {
      const { Attributes } = await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: { id: { S: id } },
          ...conditionalUpdate(members, condition),
          ReturnValues: 'ALL_NEW',
        }),
      );
      return Attributes && z.parse(asset, fromItem(Attributes));
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) return undefined;
      throw error;
    }
  }
}

function indexOf(list: List) {
  if (list === 'published') {
    return { index: 'byPublication', name: 'catalogue', value: 'published', sortedBy: 'publishedAt' };
  }
  if (list === 'all') return { index: 'byCreation', name: 'kind', value: 'asset', sortedBy: 'createdAt' };
  return { index: 'byOwner', name: 'ownerId', value: list.ownerId, sortedBy: 'createdAt' };
}

const processing = (run: string): Condition => ({
  expression: '#status = :processing AND #run = :mine',
  values: { processing: 'PROCESSING', mine: run },
});
