import { type PersonalizeEventsClient, PutItemsCommand, PutUsersCommand } from '@aws-sdk/client-personalize-events';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RateLimit } from '../shared/rate-limit';
import { type RetryOptions, retrying } from '../shared/retry';
import type { DatasetTarget } from './dataset-target';
import type { Catalogue, Datasets } from './personalize-sync';
import type { CatalogueLine } from './title';

type Entries = Parameters<Datasets['putItems']>[0] | Parameters<Datasets['putUsers']>[0];

/** The datasets of titles and viewers of one dataset group, called within their rate limit. */
export class PersonalizeDatasets implements Datasets {
  constructor(
    private readonly client: PersonalizeEventsClient,
    private readonly target: DatasetTarget,
    private readonly limit: RateLimit,
    private readonly retry: RetryOptions = { attempts: 6, base: 200, cap: 5000 },
  ) {}

  async putItems(entries: Entries): Promise<void> {
    const known = this.target.itemProperties;
    const items = entries.map(({ id, properties }) => ({
      itemId: id,
      properties: JSON.stringify(properties, [...known]),
    }));
    await this.paced(() => this.client.send(new PutItemsCommand({ datasetArn: this.target.items, items })));
  }

  async putUsers(entries: Entries): Promise<void> {
    const known = this.target.userProperties;
    const users = entries.map(({ id, properties }) => ({
      userId: id,
      properties: JSON.stringify(properties, [...known]),
    }));
    await this.paced(() => this.client.send(new PutUsersCommand({ datasetArn: this.target.users, users })));
  }

  private async paced(call: () => Promise<unknown>): Promise<void> {
    await retrying(async () => {
      await this.limit.take();
      await call();
    }, this.retry);
  }
}

/** The lake's folder of titles: an object with one line for each title. */
export class LakeCatalogue implements Catalogue {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async write(line: CatalogueLine): Promise<void> {
    await this.client.send(
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: `catalogue/${line.id}.json`,
        Body: `${JSON.stringify(line)}\n`,
        ContentType: 'application/json',
      }),
    );
  }
}
