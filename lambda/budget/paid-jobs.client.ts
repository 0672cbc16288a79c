import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { jobRecord } from '../media-pipeline/jobs/job-record';
import { fromItem, toItem } from '../shared/items';
import { type JobPurpose, jobKey } from '../shared/jobs';
import type { KeptReservation } from './reservation';
import type { SettlePorts } from './settle';
import type { PaidJob } from './spent';

type Jobs = SettlePorts['jobs'];

/** The jobs of an execution, in the `jobs` table. */
export class PaidJobTable implements Jobs {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  async find({ assetId, attempt }: KeptReservation, run: string, part: string): Promise<PaidJob | undefined> {
    const [purpose, language] = part.split(':') as [JobPurpose, string | undefined];
    // Jobs of the speech are named after the attempt, which is the run for the film's own execution.
    const id = jobKey(purpose, { assetId, run: purpose === 'picture' ? run : attempt }, language);
    const { Item } = await this.client.send(
      new GetItemCommand({ TableName: this.table, Key: toItem({ id }), ConsistentRead: true }),
    );
    if (!Item) return undefined;
    const { made } = jobRecord.parse(fromItem(Item));
    return { made };
  }
}
