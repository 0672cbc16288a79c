import type { CreateJobRequest } from '@aws-sdk/client-mediaconvert';
import type { EncoderOptions } from '../media-pipeline/encoder.client';
import { type ExtractSoundInput, soundKey } from './model';
import { soundSettings } from './sound-settings';

/** The whole request, so that it can be checked against the service's model. */
export function soundJobRequest(
  input: ExtractSoundInput,
  requestToken: string,
  { contentBucket, roleArn, queueArn }: EncoderOptions,
): CreateJobRequest {
  const { assetId, run, source, track = 1 } = input;
  const destination = `s3://${contentBucket}/${soundKey(input).replace(/\.mp4$/, '')}`;
  return {
    Role: roleArn,
    Queue: queueArn,
    ClientRequestToken: requestToken,
    StatusUpdateInterval: 'SECONDS_10',
    UserMetadata: { assetId, run, purpose: 'sound' },
    Settings: soundSettings(`s3://${source.bucket}/${source.key}`, track, destination),
  };
}
