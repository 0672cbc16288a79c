import type { CreateJobRequest } from '@aws-sdk/client-mediaconvert';
import { pictureFolder, pictureName } from '../../shared/content-layout';
import type { EncoderOptions } from '../jobs/encoder.client';
import { jobMetadata } from '../jobs/job-metadata';
import { statedRequest } from '../jobs/stated-settings';
import type { Lengths, TranscodeInput } from '../messages';
import { jobSettings } from './job-settings';

/** The lengths as metadata of the job: its events repeat them, so `job-finished` does not have to read the asset. */
function lengthMetadata({ picture, sound }: Lengths): Record<string, string> {
  return {
    ...(picture && { pictureSeconds: String(picture) }),
    ...(sound && { soundSeconds: String(sound) }),
  };
}

/** The whole request of the picture's job, so that tests can check it against the service's model. */
export function pictureJobRequest(
  input: TranscodeInput,
  requestToken: string,
  options: EncoderOptions,
): CreateJobRequest {
  const { source, ladder, assetId, run, correlationId, lengths = {} } = input;
  const destination = `s3://${options.contentBucket}/${pictureFolder(input)}${pictureName}`;
  const encryption = options.encryption && { ...options.encryption, resourceId: `${assetId}-${run}` };
  return {
    ...statedRequest,
    Role: options.roleArn,
    Queue: options.queueArn,
    ClientRequestToken: requestToken,
    UserMetadata: jobMetadata({ assetId, run, correlationId, purpose: 'picture' }, lengthMetadata(lengths)),
    Settings: jobSettings(ladder, `s3://${source.bucket}/${source.key}`, destination, encryption),
  };
}
