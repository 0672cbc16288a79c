import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CancelJobCommand, type MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { isNamed } from '../../shared/errors';
import { fromItem, toItem } from '../../shared/items';
import type { CancelPorts } from './cancel-jobs';
import { type JobOwner, keyOfJob } from './job-finished';
import { jobRecord } from './job-record';

type Encoder = CancelPorts['encoder'];
type Records = CancelPorts['records'];

/** Reads the `jobs` table. */
export class JobTableReader implements Records {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async find(job: JobOwner): ReturnType<Records['find']> {
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: toItem({ id: keyOfJob(job) }), ConsistentRead: true }),
    );
    return Item && jobRecord.parse(fromItem(Item));
  }
}

/** MediaConvert, for jobs whose results nothing uses. */
export class CancelableJobs implements Encoder {
  constructor(private readonly client: MediaConvertClient) {}

  async cancel(jobId: string): Promise<boolean> {
    try {
      await this.client.send(new CancelJobCommand({ Id: jobId }));
      return true;
    } catch (error) {
      // It has ended, or is older than the service keeps jobs. The names of the errors are those of the API's reference;
      // which one a job that has ended causes is not documented.
      if (isNamed(error, 'ConflictException', 'BadRequestException', 'NotFoundException')) return false;
      throw error;
    }
  }
}
