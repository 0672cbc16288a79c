import {
  type ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Asset, asset, type Reason } from '../shared/assets';
import { isNamed } from '../shared/errors';
import { fromItem, toItem, updateOf } from '../shared/items';
import type { Run } from '../shared/run';
import type { Arrival, Assets } from './ingest';
import type { Change } from './publish';

type RunOf = Pick<Run, 'assetId' | 'run'>;

interface Condition {
  readonly expression: string;
  /** Values by placeholder name, without the colon. */
  readonly values: Readonly<Record<string, unknown>>;
}

const notDeleted = 'attribute_exists(id) AND #status <> :deleted';

/** The `assets` table, as the picture's way changes it. Every change says which run it belongs to. */
export class AssetTable implements Assets {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly stateMachineArn = '',
  ) {}

  async find(id: string): Promise<Asset | undefined> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: toItem({ id }), ConsistentRead: true }),
    );
    return Item && asset.parse(fromItem(Item));
  }

  async takeUp({ assetId, run, source, sequence, executionName }: Arrival) {
    const executionArn = `${this.stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
    const members = { source, sourceSequence: sequence, status: 'PROCESSING', run, executionArn, progress: 0 };
    const { changed, before } = await this.change(
      assetId,
      { ...members, reason: undefined, notes: undefined },
      {
        expression: `${notDeleted} AND (attribute_not_exists(#sourceSequence) OR #sourceSequence < :sourceSequence)`,
        values: { deleted: 'DELETED' },
      },
    );
    if (changed) return 'taken';
    if (!before || before.status === 'DELETED') return 'deleted';
    return before.sourceSequence === sequence ? 'same' : 'stale';
  }

  /** The duration that the probe found, in seconds. */
  async noteDuration(run: RunOf, durationSeconds: number): Promise<void> {
    await this.changeInRun(run, { durationSeconds });
  }

  /** Percent of the encoding; never goes back. */
  async noteProgress(run: RunOf, progress: number): Promise<void> {
    const behind = '#status = :processing AND (attribute_not_exists(#progress) OR #progress < :progress)';
    await this.changeInRun(run, { progress }, { expression: behind, values: { processing: 'PROCESSING' } });
  }

  async note(run: RunOf, notes: readonly Reason[]): Promise<void> {
    await this.changeInRun(run, { notes });
  }

  /** Whether the run is still the asset's latest. */
  async isCurrent({ assetId, run }: RunOf): Promise<boolean> {
    const found = await this.find(assetId);
    return found !== undefined && found.run === run && found.status !== 'DELETED';
  }

  async revise(run: RunOf, seenRevision: number, change: Partial<Change>): Promise<boolean> {
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

  /** Marks the asset as failed, unless it was published or another run has taken over. Answers the record before. */
  async fail(run: RunOf, reason: NonNullable<Asset['reason']>): Promise<Asset | undefined> {
    const { changed, before } = await this.changeInRun(
      run,
      { status: 'FAILED', reason },
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

  private changeInRun({ assetId, run }: RunOf, members: object, condition?: Condition) {
    const expressions = [notDeleted, '#run = :run', ...(condition ? [condition.expression] : [])];
    return this.change(assetId, members, {
      expression: expressions.join(' AND '),
      values: { deleted: 'DELETED', run, ...condition?.values },
    });
  }

  private async change(id: string, members: object, condition: Condition) {
    const update = updateOf({ ...members, updatedAt: new Date().toISOString() });
    try {
      const { Attributes } = await this.client.send(
        new UpdateItemCommand({
          TableName: this.table,
          Key: toItem({ id }),
          ...update,
          ConditionExpression: condition.expression,
          ExpressionAttributeNames: { ...update.ExpressionAttributeNames, ...namesIn(condition.expression) },
          ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...valuesOf(condition.values) },
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

function namesIn(expression: string): Record<string, string> {
  return Object.fromEntries(
    [...expression.matchAll(/#(\w+)/g)].map(([placeholder, name]) => [placeholder, name ?? '']),
  );
}

function valuesOf(values: Condition['values']) {
  return toItem(Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])));
}
