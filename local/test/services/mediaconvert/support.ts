import { readFileSync } from 'node:fs';
import {
  CreateJobCommand,
  GetJobCommand,
  type Job,
  type JobSettings,
  MediaConvertClient,
} from '@aws-sdk/client-mediaconvert';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  statedAac,
  statedAudio,
  statedAudioSelector,
  statedCmaf,
  statedCmfc,
  statedDash,
  statedH264,
  statedInput,
  statedMpd,
  statedRequest,
  statedVideo,
  statedVideoSelector,
} from '../../../../lambda/media-pipeline/jobs/stated-settings';
import type { TranscoderOptions } from '../../../engines/transcode/transcoder';
import type { LocalService, ServiceEvent } from '../../../kernel/service';
import { createMediaConvert } from '../../../services/mediaconvert';
import { createS3 } from '../../../services/s3';
import { buildWorker } from '../../../testing/engine-worker';
import { type FilmName, film } from '../../../testing/films';
import { deployRole } from '../../../testing/role';
import { type Laptop, startLaptop } from '../../../testing/start-services';

export const workerPath = buildWorker('transcode');
export const bucket = 'test-films';

/** On a busy machine, an encoder takes many times its usual time. */
const jobMs = 250_000;

/** S3 and MediaConvert with a role for its jobs, and all events that they emit. */
export interface Studio {
  readonly laptop: Laptop;
  readonly mediaConvert: MediaConvertClient;
  readonly s3: S3Client;
  readonly roleArn: string;
  readonly events: Record<string, unknown>[];
  /** Puts a film in the bucket. Returns its URL. */
  upload(name: FilmName): Promise<string>;
  run(settings: JobSettings, more?: object): Promise<Job>;
  finished(id: string): Promise<Job>;
  files(prefix: string): Promise<string[]>;
  read(key: string): Promise<Buffer>;
}

/** @param options of the engine, beside its worker */
export async function openStudio(home?: string, options: Partial<TranscoderOptions> = {}): Promise<Studio> {
  const events: Record<string, unknown>[] = [];
  const listener: LocalService & { emit(region: string, event: ServiceEvent): Promise<void> } = {
    async emit(_, { source, detail }) {
      if (source === 'aws.mediaconvert') events.push(detail as Record<string, unknown>);
    },
  };
  let service: LocalService | undefined;
  const laptop = await startLaptop(
    (kernel) => {
      service = createMediaConvert(kernel, { workerPath, ...options });
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

/** A request that sets everything that has a default. */
export function requestOf(Role: string, Settings: JobSettings, more: object = {}) {
  return { ...statedRequest, Queue: 'Default', Role, Settings, ...more };
}

interface Wanted {
  readonly destination: string;
  /** Widths and heights; absent for sound alone. */
  readonly rungs?: readonly (readonly [width: number, height: number])[];
  readonly sound?: boolean;
  readonly audio?: object;
  readonly group?: object;
  readonly h264?: object;
  readonly selector?: object;
  readonly video?: object;
}

/** A small job like the pipeline's: GOPs and fragments of a second, segments of two. */
export function settingsFor(
  source: string,
  { destination, rungs = [[160, 90]], sound = true, ...more }: Wanted,
): JobSettings {
  const cmaf = rungs.length > 0;
  const common = { Destination: destination, SegmentLength: 2, FragmentLength: 1, ...more.group };
  const pictures = rungs.map(([Width, Height]) => ({
    NameModifier: `_${Height}p`,
    ContainerSettings: {
      Container: 'CMFC' as const,
      CmfcSettings: { ...statedCmfc, ...(sound && { AudioRenditionSets: 'audio' }) },
    },
    VideoDescription: {
      ...statedVideo,
      Width,
      Height,
      ScalingBehavior: 'STRETCH_TO_OUTPUT' as const,
      CodecSettings: {
        Codec: 'H_264' as const,
        H264Settings: {
          ...statedH264,
          QvbrSettings: { QvbrQualityLevel: 7, QvbrQualityLevelFineTune: 0 },
          MaxBitrate: 400_000,
          HrdBufferSize: 800_000,
          GopSize: 1,
          GopSizeUnits: 'SECONDS' as const,
          FramerateControl: 'INITIALIZE_FROM_SOURCE' as const,
          ...more.h264,
        },
      },
      ...more.video,
    },
  }));
  const container = cmaf
    ? {
        Container: 'CMFC' as const,
        CmfcSettings: {
          ...statedCmfc,
          AudioGroupId: 'audio',
          AudioTrackType: 'ALTERNATE_AUDIO_AUTO_SELECT_DEFAULT' as const,
        },
      }
    : { Container: 'MPD' as const, MpdSettings: statedMpd };
  const aac = { ...statedAac, Bitrate: 96_000, CodingMode: 'CODING_MODE_2_0' as const };
  const heard = {
    ...statedAudio,
    AudioSourceName: 'original',
    LanguageCodeControl: 'FOLLOW_INPUT' as const,
    CodecSettings: { Codec: 'AAC' as const, AacSettings: aac },
    ...more.audio,
  };
  const sounds = sound ? [{ NameModifier: '_audio', ContainerSettings: container, AudioDescriptions: [heard] }] : [];
  return {
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        ...statedInput,
        FileInput: source,
        ...(cmaf && { VideoSelector: { ...statedVideoSelector, Rotate: 'AUTO' as const } }),
        ...(sound && { AudioSelectors: { original: { ...statedAudioSelector, ...more.selector } } }),
      },
    ],
    OutputGroups: [
      {
        Name: 'film',
        OutputGroupSettings: cmaf
          ? { Type: 'CMAF_GROUP_SETTINGS', CmafGroupSettings: { ...statedCmaf, ...common } }
          : { Type: 'DASH_ISO_GROUP_SETTINGS', DashIsoGroupSettings: { ...statedDash, ...common } },
        Outputs: [...pictures, ...sounds],
      },
    ],
  };
}
