import type { CreateJobRequest, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { createJob, type EncoderOptions, findJob } from '../media-pipeline/encoder.client';
import type { SoundEncoder } from './extract-sound';
import { type ExtractSoundInput, soundKey } from './model';
import { soundSettings } from './sound-settings';

/** By which `job-finished` knows whose job it was. */
const metadataOf = ({ assetId, run }: ExtractSoundInput) => ({ assetId, run, purpose: 'sound' });

/** The whole request, so that it can be checked against the service's model. */
export function soundJobRequest(
  input: ExtractSoundInput,
  requestToken: string,
  { contentBucket, roleArn, queueArn }: EncoderOptions,
): CreateJobRequest {
  const { source, track = 1 } = input;
  const destination = `s3://${contentBucket}/${soundKey(input).replace(/\.mp4$/, '')}`;
  return {
    Role: roleArn,
    Queue: queueArn,
    ClientRequestToken: requestToken,
    StatusUpdateInterval: 'SECONDS_10',
    UserMetadata: metadataOf(input),
    Settings: soundSettings(`s3://${source.bucket}/${source.key}`, track, destination),
  };
}

/** Extracts sound by MediaConvert. */
export class MediaConvertSoundEncoder implements SoundEncoder {
  constructor(
    private readonly client: MediaConvertClient,
    private readonly options: EncoderOptions,
  ) {}

  create(input: ExtractSoundInput, requestToken: string): Promise<string> {
    return createJob(this.client, soundJobRequest(input, requestToken, this.options));
  }

  find(input: ExtractSoundInput, since: number): Promise<string | undefined> {
    return findJob(this.client, this.options.queueArn, metadataOf(input), since);
  }
}
