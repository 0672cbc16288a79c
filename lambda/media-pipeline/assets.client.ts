import { type ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Asset, asset, type Reason } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { AssetTableReader } from '../shared/http-asset.client';
import { type Condition, conditionalUpdate, fromItem, toItem } from '../shared/items';
import type { Run } from '../shared/run';

type RunOf = Pick<Run, 'assetId' | 'run'>;

/** The condition that the asset exists; it takes the value `deleted`. */
export const notDeleted = 'attribute_exists(id) AND #status <> :deleted';

/** The `assets` table. A change of a run is refused when the asset is deleted or has a later run. */
export class AssetTable extends AssetTableReader {
  /** Records what is known about the source: its duration in seconds, and the tracks that are not published. */
  async noteSource(run: RunOf, source: Pick<Asset, 'durationSeconds' | 'sourceNotes'>): Promise<void> {
    await this.changeInRun(run, source);
  }

  /** Records the percentage of the encoding; it never decreases. */
  async noteProgress(run: RunOf, progress: number): Promise<void> {
    const behind = '#status = :processing AND (attribute_not_exists(#progress) OR #progress < :progress)';
    await this.changeInRun(run, { progress }, { expression: behind, values: { processing: 'PROCESSING' } });
  }

  async note(run: RunOf, notes: readonly Reason[]): Promise<void> {
    await this.changeInRun(run, { notes });
  }

  /** Whether the run is the asset's latest. */
  async isCurrent({ assetId, run }: RunOf): Promise<boolean> {
    const found = await this.find(assetId);
    return found !== undefined && found.run === run && found.status !== 'DELETED';
  }

  async revise(run: RunOf, seenRevision: number, change: Partial<Asset>): Promise<boolean> {
    const unseen = seenRevision === 0;
    const { changed } = await this.changeInRun(
      run,
      { ...change, revision: seenRevision + 1 },
      {
        expression: unseen ? 'attribute_not_exists(#revision)' : '#revision = :seenRevision',
        values: unseen ? {} : { seenRevision },
      },
    );
    return changed;
  }

  /**
   * Marks the asset as failed, and returns the earlier record. If the asset is published or has a later run, it changes
   * nothing and returns `undefined`.
   */
  async fail(run: RunOf, reason: NonNullable<Asset['reason']>): Promise<Asset | undefined> {
    const { changed, before } = await this.changeInRun(
      run,
      { status: 'FAILED', reason, waiting: undefined },
      {
        expression: '#status <> :ready AND #status <> :playable',
        values: { ready: 'READY', playable: 'PLAYABLE' },
      },
    );
    return changed ? before : undefined;
  }

  async noteAnnouncement(run: RunOf): Promise<void> {
    await this.changeInRun(run, { failureAnnounced: run.run });
  }

  protected changeInRun({ assetId, run }: RunOf, members: object, condition?: Condition) {
    const expressions = [notDeleted, '#run = :run', ...(condition ? [condition.expression] : [])];
    return this.change(assetId, members, {
      expression: expressions.join(' AND '),
      values: { deleted: 'DELETED', run, ...condition?.values },
    });
  }

  /** The record before a change, and whether the condition let the change happen. */
  protected async change(id: string, members: object, condition: Condition) {
    try {
      const { Attributes } = await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: toItem({ id }),
          ...conditionalUpdate({ ...members, updatedAt: new Date().toISOString() }, condition),
          ReturnValues: 'ALL_OLD',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return { changed: true, before: Attributes && asset.parse(fromItem(Attributes)) };
    } catch (error) {
      if (!isNamed(error, 'ConditionalCheckFailedException')) throw error;
      const { Item } = error as ConditionalCheckFailedException;
      return { changed: false, before: Item && asset.parse(fromItem(Item)) };
    }
  }
}
