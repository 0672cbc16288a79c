import {
  CreateDatasetImportJobCommand,
  CreateRecommenderCommand,
  DescribeDatasetImportJobCommand,
  DescribeRecommenderCommand,
  type ImportMode,
} from '@aws-sdk/client-personalize';
import { PutItemsCommand } from '@aws-sdk/client-personalize-events';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { allow, deployRole } from '../../../testing/role';
import { arnOf, type Stand, until } from './support';

const genres = ['comedy', 'horror', 'western'] as const;
const perGenre = 14;
const viewersPerGenre = 35;

/** Every title, as `comedy-0` and so on. */
export const titles = genres.flatMap((genre) => Array.from({ length: perGenre }, (_, index) => `${genre}-${index}`));

/** Viewers of one genre each, who watch ten titles of theirs and, every third of them, a comedy more. */
export function watches(seconds: number): string[][] {
  const rows: string[][] = [];
  for (const [group, genre] of genres.entries()) {
    for (let viewer = 0; viewer < viewersPerGenre; viewer++) {
      const user = `${genre}-viewer-${viewer}`;
      const at = (index: number) => String(seconds - 86_400 * (1 + ((viewer + index) % 20)));
      for (let index = 0; index < 10; index++) {
        const item = `${genre}-${(viewer * 3 + index) % perGenre}`;
        rows.push([user, item, at(index), 'Watch', ''], [user, item, String(Number(at(index)) + 600), 'Finish', '']);
      }
      if (group > 0 && viewer % 3 === 0) rows.push([user, `comedy-${viewer % 5}`, at(0), 'Watch', '']);
    }
  }
  return rows;
}

export const header = ['USER_ID', 'ITEM_ID', 'TIMESTAMP', 'EVENT_TYPE', 'EVENT_VALUE'];

/** No value of ours has a comma or a quote. */
export const csv = (rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join(',')}\n`).join('');

let jobs = 0;

/** Puts a table into S3 and imports it; answers the job at its end. */
export async function importTable(
  { laptop, personalize }: Stand,
  datasetArn: string,
  text: string,
  importMode: ImportMode = 'FULL',
  statements = [allow('s3:GetObject', 's3:ListBucket')],
) {
  const number = ++jobs;
  const s3 = new S3Client({ ...laptop.clientConfig, forcePathStyle: true });
  const bucket = await laptop.deploy('AWS::S3::Bucket', 'Lake', {});
  await s3.send(new PutObjectCommand({ Bucket: bucket.ref, Key: `imports/${number}/table.csv`, Body: text }));
  s3.destroy();
  const roleArn = await deployRole(laptop, 'personalize.amazonaws.com', statements, `Role${number}`);
  const { datasetImportJobArn } = await personalize.send(
    new CreateDatasetImportJobCommand({
      jobName: `job-${number}`,
      ...{ datasetArn, roleArn, importMode },
      dataSource: { dataLocation: `s3://${bucket.ref}/imports/${number}/` },
    }),
  );
  return until(async () => {
    const { datasetImportJob } = await personalize.send(new DescribeDatasetImportJobCommand({ datasetImportJobArn }));
    return /ACTIVE|FAILED/.test(datasetImportJob?.status ?? '') ? datasetImportJob : undefined;
  });
}

export async function putTitles({ events, datasets }: Stand, names: readonly string[], more = {}): Promise<void> {
  for (let at = 0; at < names.length; at += 10) {
    const items = names.slice(at, at + 10).map((itemId) => ({
      itemId,
      properties: JSON.stringify({
        genres: itemId.split('-')[0],
        creationTimestamp: Math.floor(Date.now() / 1000) - 90 * 86_400,
        status: 'READY',
        ...more,
      }),
    }));
    await events.send(new PutItemsCommand({ datasetArn: datasets.Items, items }));
  }
}

/** Makes a recommender; answers it once it is made, or has failed. */
export async function recommend({ personalize, groupArn }: Stand, useCase: string) {
  const suffix = ['because-you-watched', 'more-like'].includes(useCase) ? '-x' : '';
  await personalize.send(
    new CreateRecommenderCommand({
      name: `films-${useCase}`,
      datasetGroupArn: groupArn,
      recipeArn: `arn:aws:personalize:::recipe/aws-vod-${useCase}${suffix}`,
    }),
  );
  return settled({ personalize } as Stand, useCase);
}

/** The recommender in a state in which it stays. */
export async function settled({ personalize }: Stand, useCase: string) {
  return until(async () => {
    const { recommender } = await personalize.send(new DescribeRecommenderCommand({ recommenderArn: arnOf(useCase) }));
    return /^(ACTIVE|INACTIVE|CREATE FAILED)$/.test(recommender?.status ?? '') ? recommender : undefined;
  });
}
