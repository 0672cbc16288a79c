import type { CreateJobRequest } from '@aws-sdk/client-mediaconvert';
import type { EncoderOptions } from '../../media-pipeline/jobs/encoder.client';
import { jobMetadata } from '../../media-pipeline/jobs/job-metadata';
import { statedRequest } from '../../media-pipeline/jobs/stated-settings';
import { soundBase } from '../../shared/content-layout';
import type { ExtractSoundInput } from '../model';
import { soundSettings } from './sound-settings';

/** The whole request, so that tests can check it against the service's model. */
export function soundJobRequest(
  input: ExtractSoundInput,
  requestToken: string,
  { contentBucket, roleArn, queueArn }: EncoderOptions,
): CreateJobRequest {
  const { assetId, run, correlationId, source, track = 1, rightTrack, streams, withBed = false } = input;
  const destination = `s3://${contentBucket}/${soundBase(input)}`;
  return {
    ...statedRequest,
    Role: roleArn,
    Queue: queueArn,
    ClientRequestToken: requestToken,
    UserMetadata: jobMetadata({ assetId, run, correlationId, purpose: 'sound' }),
    Settings: soundSettings(
      `s3://${source.bucket}/${source.key}`,
      { track, rightTrack, streams, withBed },
      destination,
    ),
  };
}
