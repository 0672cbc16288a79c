import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { LakeFile, LakeNewsPorts } from './lake-news';

type Lake = LakeNewsPorts['lake'];
type Rankings = LakeNewsPorts['rankings'];

const prefix = 'interactions/';

/** The files of interactions, which Firehose writes by day. */
export class LakeFiles implements Lake {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async *filesSince(day: string): AsyncIterable<LakeFile> {
    const pages = paginateListObjectsV2(
      { client: this.client },
      // Keys are listed in the order of their bytes, and begin with the day.
      { Bucket: this.bucket, Prefix: prefix, StartAfter: `${prefix}day=${day}` },
    );
    for await (const { Contents = [] } of pages) {
      for (const { Key = '', LastModified } of Contents) yield { key: Key, writtenAt: LastModified ?? new Date(0) };
    }
  }
}

/** The rankings, whose workflow writes the row `seen` when it has written them. */
export class ScheduledRankings implements Rankings {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly table: string,
    private readonly sfn: SFNClient,
    private readonly stateMachineArn: string,
  ) {}

  async seen(): Promise<string | undefined> {
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.table, Key: { id: { S: 'seen' } }, ConsistentRead: true }),
    );
    return Item?.news?.S;
  }

  async start(news: string): Promise<void> {
    const { stateMachineArn } = this;
    await this.sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ news }) }));
  }
}
