import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3 } from '../../../services/s3';
import { has, needs } from '../../../testing/needs';
import { startLaptop } from '../../../testing/start-services';
import { startMoto } from '../../support/moto';

const region = 'eu-west-1';

/** Known differences between moto and AWS. When a difference disappears, its test fails, and it can be removed here. */
const motoDifferences = [
  'takes parts in any order',
  'answers 500 to a part of an aborted upload',
  'does not check signatures',
  'does not check bodies against Content-MD5',
  'does not check bodies against checksums',
  'does not answer checksums that came in a header',
  'does not limit keys to 1024 bytes',
  'lists uploads without pages',
  'knows no conditions on a copy’s source',
  'reads parts by number as the whole object',
  'repeats the common prefix that a page ended with',
  'says not that a delete marker was removed',
  'says Error of an upload that is gone',
  'gives no marker for the older list’s next page',
  'says NoSuchVersion of a delete marker',
  'ignores response headers in presigned URLs',
] as const;

interface Server {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): unknown;
}

/** The laptop's S3, and moto's where it is installed. The same tests run against both. */
export const implementations: [string, () => Promise<Server>][] = [
  [
    'the laptop',
    async () => {
      const laptop = await startLaptop((kernel) => [createS3(kernel)]);
      return { ...laptop.clientConfig, stop: () => laptop.stop() };
    },
  ],
];
const motoKeys = { accessKeyId: 'test', secretAccessKey: 'test' };
if (has('moto')) implementations.push(['moto', async () => ({ ...(await startMoto()), credentials: motoKeys })]);
else needs('moto').test('the same holds for moto', () => {});

export interface Subject {
  readonly s3: S3Client;
  readonly endpoint: string;
  /** Checks an expectation that holds for AWS and the laptop. For moto, it must fail, for the given reason. */
  unlike(difference: (typeof motoDifferences)[number], check: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** One implementation, with a client and a bucket. */
export async function startSubject(
  name: string,
  start: () => Promise<Server>,
  Bucket: string,
  versioned = false,
): Promise<Subject> {
  const server = await start();
  const { endpoint, credentials } = server;
  const s3 = new S3Client({ region, endpoint, credentials, maxAttempts: 1, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  if (versioned) {
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  }
  return {
    s3,
    endpoint,
    async unlike(_difference, check) {
      if (name === 'moto') await expect(check()).rejects.toThrow();
      else await check();
    },
    async stop() {
      s3.destroy();
      await server.stop();
    },
  };
}
