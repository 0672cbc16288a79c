import type { CreateJobRequest, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { createJob, type EncoderOptions, findJob } from '../media-pipeline/encoder.client';
import { jobSettings } from '../media-pipeline/job-settings';
import { dubFolder, dubName, dubWavKey, type TranscodeDubInput } from './model';
import type { DubEncoder } from './transcode-dub';

/** By which `job-finished` knows whose job it was. */
const metadataOf = ({ assetId, run, language }: TranscodeDubInput) => ({ assetId, run, language, purpose: 'dub' });

/** The whole request, so that it can be checked against the service's model. */
export function dubJobRequest(
  input: TranscodeDubInput,
  requestToken: string,
  { contentBucket, roleArn, queueArn, encryption }: EncoderOptions,
): CreateJobRequest {
  const { assetId, run, language } = input;
  const at = (key: string) => `s3://${contentBucket}/${key}`;
  // As the picture's ladder has it for one channel.
  const sound = { track: 1, channels: 1, bitrate: 64_000, language } as const;
  const own = encryption && { ...encryption, resourceId: `${assetId}-${run}-${language}` };
  return {
    Role: roleArn,
    Queue: queueArn,
    ClientRequestToken: requestToken,
    StatusUpdateInterval: 'SECONDS_10',
    UserMetadata: metadataOf(input),
    Settings: jobSettings({ sound }, at(dubWavKey(input, language)), at(dubFolder(input, language) + dubName), own),
  };
}

/** Encodes dubs by MediaConvert. */
export class MediaConvertDubEncoder implements DubEncoder {
  constructor(
    private readonly client: MediaConvertClient,
    private readonly options: EncoderOptions,
  ) {}

  create(input: TranscodeDubInput, requestToken: string): Promise<string> {
    return createJob(this.client, dubJobRequest(input, requestToken, this.options));
  }

  find(input: TranscodeDubInput, since: number): Promise<string | undefined> {
    return findJob(this.client, this.options.queueArn, metadataOf(input), since);
  }
}
