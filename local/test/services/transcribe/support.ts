import { readFileSync } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetTranscriptionJobCommand,
  StartTranscriptionJobCommand,
  type StartTranscriptionJobRequest,
  TranscribeClient,
  type TranscriptionJob,
} from '@aws-sdk/client-transcribe';
import type { LocalService, ServiceEvent } from '../../../kernel/service';
import { createS3 } from '../../../services/s3';
import { createTranscribe } from '../../../services/transcribe';
import { buildWorker } from '../../../testing/engine-worker';
import { type FilmName, film } from '../../../testing/films';
import { type Laptop, startLaptop } from '../../../testing/start-services';

/** What the harness calls the bucket `Films`. */
export const bucket = 'test-films';
const transcodeWorker = buildWorker('transcode');
const recogniseWorker = buildWorker('recognise');

/** S3 and Transcribe, and all events that they emit. */
export interface Booth {
  readonly laptop: Laptop;
  readonly transcribe: TranscribeClient;
  readonly s3: S3Client;
  readonly events: ServiceEvent[];
  put(key: string, body: Buffer): Promise<string>;
  /** Puts a generated film in the bucket; answers its URL. */
  upload(name: FilmName): Promise<string>;
  start(name: string, mediaUrl: string, more?: Partial<StartTranscriptionJobRequest>): Promise<TranscriptionJob>;
  finished(name: string): Promise<TranscriptionJob>;
  read(key: string): Promise<string>;
}

interface Options {
  readonly home?: string;
  /** Where packages are looked for; elsewhere than here, there is no recogniser. */
  readonly recogniseWorker?: string;
  /** Called for each event before it is taken; what it throws, the bus throws. */
  readonly onEvent?: () => void;
}

export async function openBooth(options: Options = {}): Promise<Booth> {
  const events: ServiceEvent[] = [];
  const listener: LocalService & { emit(region: string, event: ServiceEvent): Promise<void> } = {
    async emit(_, event) {
      if (event.source !== 'aws.transcribe') return;
      options.onEvent?.();
      events.push(event);
    },
  };
  const laptop = await startLaptop(
    (kernel) => [
      listener,
      createS3(kernel),
      createTranscribe(kernel, {
        transcoder: { workerPath: transcodeWorker, driver: { kind: 'node-av' } },
        recogniseWorker: options.recogniseWorker ?? recogniseWorker,
        env: {},
      }),
    ],
    options.home === undefined ? {} : { home: options.home },
  );
  await laptop.deploy('AWS::S3::Bucket', 'Films', {});
  const transcribe = new TranscribeClient(laptop.clientConfig);
  const s3 = new S3Client(laptop.clientConfig);
  const put = async (key: string, body: Buffer) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    return `s3://${bucket}/${key}`;
  };
  return {
    laptop,
    transcribe,
    s3,
    events,
    put,
    async upload(name) {
      return put(`sources/${name}`, readFileSync(await film(name, transcodeWorker)));
    },
    async start(name, mediaUrl, more = { LanguageCode: 'en-US' }) {
      const { TranscriptionJob } = await transcribe.send(
        new StartTranscriptionJobCommand({
          TranscriptionJobName: name,
          Media: { MediaFileUri: mediaUrl },
          OutputBucketName: bucket,
          ...more,
        }),
      );
      return TranscriptionJob as TranscriptionJob;
    },
    async finished(name) {
      for (;;) {
        const { TranscriptionJob } = await transcribe.send(
          new GetTranscriptionJobCommand({ TranscriptionJobName: name }),
        );
        if (TranscriptionJob && TranscriptionJob.TranscriptionJobStatus !== 'IN_PROGRESS') return TranscriptionJob;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async read(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
  };
}
