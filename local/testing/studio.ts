import { readFileSync } from 'node:fs';
import {
  CreateJobCommand,
  GetJobCommand,
  type Job,
  type JobSettings,
  MediaConvertClient,
} from '@aws-sdk/client-mediaconvert';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { LocalService, ServiceEvent } from '../kernel/service';
import { createMediaConvert } from '../services/mediaconvert';
import { createS3 } from '../services/s3';
import { buildWorker } from './engine-worker';
import { type FilmName, film } from './films';
import { deployRole } from './role';
import { type Laptop, startLaptop } from './start-services';

export const workerPath = buildWorker('transcode');
/** The name of the bucket `Films`. */
export const bucket = 'test-films';

/** On a busy machine, an encoder takes many times its usual time. */
const jobMs = 250_000;

/**
 * S3 with a bucket, MediaConvert with a role for its jobs, and the events that MediaConvert emits. Jobs may read and write
 * in the bucket, except below `forbidden/`.
 */
export interface Studio {
  readonly laptop: Laptop;
  readonly mediaConvert: MediaConvertClient;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly roleArn: string;
  readonly events: Record<string, unknown>[];
  /** Puts a generated film of three seconds in the bucket. Returns its URL. */
  upload(name: FilmName): Promise<string>;
  /** Runs a job until it has ended. `more` are members of the request. */
  run(settings: JobSettings, more?: object): Promise<Job>;
  finished(id: string): Promise<Job>;
  /** The keys that begin with the prefix, without it. */
  files(prefix: string): Promise<string[]>;
  read(key: string): Promise<Buffer>;
}

/** @param home - the folder of a former studio, to continue with its jobs. @default - a new one */
export async function openStudio(home?: string): Promise<Studio> {
  const events: Record<string, unknown>[] = [];
  const listener: LocalService & { emit(region: string, event: ServiceEvent): Promise<void> } = {
    async emit(_, { source, detail }) {
      if (source === 'aws.mediaconvert') events.push(detail as Record<string, unknown>);
    },
  };
  let service: LocalService | undefined;
  const laptop = await startLaptop(
    (kernel) => {
      service = createMediaConvert(kernel, { workerPath });
      // As in the whole runtime, jobs start only when everything is deployed.
      return [listener, createS3(kernel), { ...service, start: () => {} }];
    },
    home === undefined ? {} : { home },
  );
  await laptop.deploy('AWS::S3::Bucket', 'Films', {});
  const roleArn = await deployRole(laptop, 'mediaconvert.amazonaws.com', [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: `arn:aws:s3:::${bucket}/*` },
    // With this permission, S3 distinguishes missing objects from denied ones.
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` },
    { Effect: 'Deny', Action: '*', Resource: `arn:aws:s3:::${bucket}/forbidden/*` },
  ]);
  await service?.start?.();
  const mediaConvert = new MediaConvertClient(laptop.clientConfig);
  const s3 = new S3Client(laptop.clientConfig);
  const finished = async (id: string): Promise<Job> => {
    for (const deadline = Date.now() + jobMs; ; ) {
      if (Date.now() > deadline) throw new Error(`job ${id} is still not finished`);
      const { Job } = await mediaConvert.send(new GetJobCommand({ Id: id }));
      if (Job && !['SUBMITTED', 'PROGRESSING'].includes(Job.Status ?? '')) return Job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  return {
    laptop,
    mediaConvert,
    s3,
    bucket,
    roleArn,
    events,
    finished,
    async upload(name) {
      const path = await film(name, workerPath);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: `sources/${name}`, Body: readFileSync(path) }));
      return `s3://${bucket}/sources/${name}`;
    },
    async run(Settings, more = {}) {
      const { Job } = await mediaConvert.send(new CreateJobCommand(requestOf(roleArn, Settings, more)));
      return finished(Job?.Id as string);
    },
    async files(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key.slice(prefix.length));
    },
    async read(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
  };
}

/** A request that leaves nothing to a default (`services/mediaconvert/stated-settings/job.ts`). */
export function requestOf(Role: string, Settings: JobSettings, more: object = {}) {
  const common = { AccelerationSettings: { Mode: 'DISABLED' }, BillingTagsSource: 'JOB', Priority: 0 } as const;
  return { ...common, StatusUpdateInterval: 'SECONDS_10', Queue: 'Default', Role, Settings, ...more } as const;
}
