import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { readable } from '../shared/records';
import { type Erasure, erasure } from './erasure';

/** The table as the function uses it that resumes erasures. */
export class OpenErasures {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
  ) {}

  /** Erasures that are not certified, in pages. */
  async *pages(): AsyncIterable<Pick<Erasure, 'id' | 'kind' | 'requestedAt'>[]> {
    const pages = paginateScan(
      { client: this.client },
      {
        TableName: this.table,
        ConsistentRead: true,
        FilterExpression: '#status = :erasing',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':erasing': { S: 'ERASING' } },
      },
    );
    for await (const { Items } of pages) yield readable(erasure, Items, 'erasures');
  }
}
