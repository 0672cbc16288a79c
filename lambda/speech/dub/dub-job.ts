import type { CreateJobRequest } from '@aws-sdk/client-mediaconvert';
import { jobSettings } from '../../media-pipeline/encode/job-settings';
import type { EncoderOptions } from '../../media-pipeline/jobs/encoder.client';
import { jobMetadata } from '../../media-pipeline/jobs/job-metadata';
import { statedRequest } from '../../media-pipeline/jobs/stated-settings';
import { dubFolder, dubName, dubWavKey } from '../../shared/content-layout';
import type { TranscodeDubInput } from '../model';
import { dubSound } from './dub-sound';

/** The whole request, so that tests can check it against the service's model. */
export function dubJobRequest(
  input: TranscodeDubInput,
  requestToken: string,
  { contentBucket, roleArn, queueArn, encryption }: EncoderOptions,
): CreateJobRequest {
  const { assetId, run, correlationId, language } = input;
  const at = (key: string) => `s3://${contentBucket}/${key}`;
  const sound = { track: 1, ...dubSound, language } as const;
  const own = encryption && { ...encryption, resourceId: `${assetId}-${run}-${language}` };
  return {
    ...statedRequest,
    Role: roleArn,
    Queue: queueArn,
    ClientRequestToken: requestToken,
    UserMetadata: jobMetadata({ assetId, run, correlationId, language, purpose: 'dub' }),
    Settings: jobSettings({ sound }, at(dubWavKey(input, language)), at(dubFolder(input, language) + dubName), own),
  };
}
