import {
  CreateJobCommand,
  type CreateJobRequest,
  type MediaConvertClient,
  paginateListJobs,
} from '@aws-sdk/client-mediaconvert';
import type { Encryption } from '../shared/drm';
import { isNamed, Refusal } from '../shared/errors';
import type { Run } from '../shared/run';
import { jobSettings } from './job-settings';
import { pictureFolder, pictureName, type TranscodeInput } from './messages';
import type { Encoder } from './transcode';

export interface EncoderOptions {
  readonly contentBucket: string;
  readonly roleArn: string;
  readonly queueArn: string;
  /** Without it, films are written in the clear. */
  readonly encryption?: Encryption;
}

/** Clocks differ: jobs created a little before the claim are looked at too. Milliseconds. */
const clockSkew = 60_000;

/** The whole request, so that it can be checked against the service's model. */
export function jobRequest(input: TranscodeInput, requestToken: string, options: EncoderOptions): CreateJobRequest {
  const { source, ladder, assetId, run } = input;
  const destination = `s3://${options.contentBucket}/${pictureFolder(input)}${pictureName}`;
  const encryption = options.encryption && { ...options.encryption, resourceId: `${assetId}-${run}` };
  return {
    Role: options.roleArn,
    Queue: options.queueArn,
    ClientRequestToken: requestToken,
    StatusUpdateInterval: 'SECONDS_10',
    UserMetadata: metadataOf(input),
    Settings: jobSettings(ladder, `s3://${source.bucket}/${source.key}`, destination, encryption),
  };
}

/** Throws {@link Refusal} `TranscodeFailed` when the service does not accept the request. */
export async function createJob(client: MediaConvertClient, request: CreateJobRequest): Promise<string> {
  try {
    const { Job } = await client.send(new CreateJobCommand(request));
    if (!Job?.Id) throw new Error('MediaConvert answered without a job id');
    return Job.Id;
  } catch (error) {
    if (!(error instanceof Error && isNamed(error, 'BadRequestException'))) throw error;
    throw new Refusal('TranscodeFailed', `The film cannot be encoded as it is: ${error.message}`);
  }
}

/**
 * The id of the job with all of the metadata, if there is one.
 * @param since milliseconds since 1970; older jobs are not looked at
 */
export async function findJob(
  client: MediaConvertClient,
  queueArn: string,
  metadata: Readonly<Record<string, string>>,
  since: number,
): Promise<string | undefined> {
  const pages = paginateListJobs({ client, pageSize: 20 }, { Queue: queueArn, Order: 'DESCENDING' });
  for await (const { Jobs = [] } of pages) {
    const ours = Jobs.find(({ UserMetadata = {} }) =>
      Object.entries(metadata).every(([name, value]) => UserMetadata[name] === value),
    );
    if (ours) return ours.Id;
    if (Jobs.some(({ CreatedAt }) => CreatedAt && CreatedAt.getTime() < since - clockSkew)) return undefined;
  }
  return undefined;
}

const metadataOf = ({ assetId, run }: Pick<Run, 'assetId' | 'run'>) => ({ assetId, run, purpose: 'picture' });

/** Encodes by MediaConvert. */
export class MediaConvertEncoder implements Encoder {
  constructor(
    private readonly client: MediaConvertClient,
    private readonly options: EncoderOptions,
  ) {}

  create(input: TranscodeInput, requestToken: string): Promise<string> {
    return createJob(this.client, jobRequest(input, requestToken, this.options));
  }

  find(run: Run, since: number): Promise<string | undefined> {
    return findJob(this.client, this.options.queueArn, metadataOf(run), since);
  }
}
