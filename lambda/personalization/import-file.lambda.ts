import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { awsClient } from '../shared/aws-client';
import { log } from '../shared/log';
import { observed } from '../shared/observed';
import { importFile, importKeyOf, objectAt } from './import-file';
import { StreamedObjects } from './import-file.client';

const input = z.object({ exported: z.string() });
const objects = new StreamedObjects(awsClient(S3Client, { responseMs: 20_000 }));

/** Converts Athena's export to an import file, both `s3://…`. Throws `TypeError` if the export has another format. */
async function handle(event: unknown): Promise<{ readonly location: string }> {
  const { bucket, key } = objectAt(input.parse(event).exported);
  const target = importKeyOf(key);
  await objects.write(bucket, target, importFile(await objects.read(bucket, key)));
  log.info('import file made', { key: target });
  return { location: `s3://${bucket}/${target}` };
}

export const handler = observed(handle);
