import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem, toAttribute, toItem, updateOf } from '../../shared/items';
import { log } from '../../shared/log';
import type { Run } from '../../shared/run';
import { jobRecord } from './job-record';
import type { JobRecord, JobRecords, JobResult, MadeOutput } from './start-once';

/** Thirty days, which is longer than any execution. Seconds. */
const retentionSeconds = 30 * 24 * 3600;

type RunOf = Pick<Run, 'assetId' | 'run' | 'correlationId'>;

/** The records of jobs of one purpose, in the `jobs` table. A record exists before its job. */
export class JobTable<Job extends RunOf = RunOf> implements JobRecords<Job> {
  /** @param keyOf the key of a job's record */
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly keyOf: (job: Job) => string,
  ) {}

  async claim(run: Job, taskToken: string): Promise<JobRecord & { isFirst: boolean }> {
    const claimedAt = Date.now();
    const { assetId, correlationId } = run;
    const update = updateOf({
      ...{ taskToken, assetId, run: run.run, expiresAt: expiry(claimedAt) },
      ...(correlationId !== undefined && { correlationId }),
    });
    const { Attributes = {} } = await this.client.send(
      new UpdateItemCommand({
        TableName: this.table,
        Key: this.key(run),
        ...update,
        UpdateExpression: `${update.UpdateExpression}, #claimedAt = if_not_exists(#claimedAt, :claimedAt)`,
        ExpressionAttributeNames: { ...update.ExpressionAttributeNames, '#claimedAt': 'claimedAt' },
        ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':claimedAt': toAttribute(claimedAt) },
        ReturnValues: 'ALL_OLD',
      }),
    );
    const before = jobRecord.parse(fromItem(Attributes));
    return { ...before, taskToken, isFirst: !before.claimedAt, claimedAt: before.claimedAt ?? claimedAt };
  }

  async setJob(run: Job, jobId: string): Promise<void> {
    await this.client.send(
      new UpdateItemCommand({ TableName: this.table, Key: this.key(run), ...updateOf({ jobId }) }),
    );
  }

  /**
   * Records the job's result, and returns the token of the waiting task, if a task is waiting.
   * @param made the outputs that are charged for, if that is known
   */
  async setResult(run: Job, result: JobResult, made?: readonly MadeOutput[]): Promise<string | undefined> {
    const { Attributes = {} } = await this.client.send(
      new UpdateItemCommand({
        TableName: this.table,
        Key: this.key(run),
        ...updateOf({ result, jobId: result.jobId, expiresAt: expiry(Date.now()), ...(made && { made }) }),
        ReturnValues: 'ALL_NEW',
      }),
    );
    const { taskToken, correlationId } = jobRecord.parse(fromItem(Attributes));
    // The events of Transcribe do not contain it.
    log.follow(correlationId);
    return taskToken;
  }

  private key(run: Job) {
    return toItem({ id: this.keyOf(run) });
  }
}

function expiry(now: number): number {
  return Math.floor(now / 1000) + retentionSeconds;
}
