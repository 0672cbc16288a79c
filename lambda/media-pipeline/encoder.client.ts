import {
  CreateJobCommand,
  type CreateJobRequest,
  type MediaConvertClient,
  paginateListJobs,
} from '@aws-sdk/client-mediaconvert';
import { isNamed, Refusal } from '../shared/errors';
import { jobSettings } from './job-settings';
import { pictureDestination, type Run, type TranscodeInput } from './messages';
import type { Encoder } from './transcode';

export interface EncoderOptions {
  readonly contentBucket: string;
  readonly roleArn: string;
  readonly queueArn: string;
}

/** Clocks differ: jobs created a little before the claim are looked at too. Milliseconds. */
const clockSkew = 60_000;

/** The whole request, so that it can be checked against the service's model. */
export function jobRequest(input: TranscodeInput, requestToken: string, options: EncoderOptions): CreateJobRequest {
  const { assetId, run, source, ladder } = input;
  const destination = `s3://${options.contentBucket}/${pictureDestination(input)}`;
  return {
    Role: options.roleArn,
    Queue: options.queueArn,
    ClientRequestToken: requestToken,
    StatusUpdateInterval: 'SECONDS_10',
    UserMetadata: { assetId, run, purpose: 'picture' },
    Settings: jobSettings(ladder, `s3://${source.bucket}/${source.key}`, destination),
  };
}

/** Encodes by MediaConvert. */
export class MediaConvertEncoder implements Encoder {
  constructor(
    private readonly client: MediaConvertClient,
    private readonly options: EncoderOptions,
  ) {}

  /** Throws {@link Refusal} `TranscodeFailed` when the service does not accept the request. */
  async create(input: TranscodeInput, requestToken: string): Promise<string> {
    try {
      const { Job } = await this.client.send(new CreateJobCommand(jobRequest(input, requestToken, this.options)));
      if (!Job?.Id) throw new Error('MediaConvert answered without a job id');
      return Job.Id;
    } catch (error) {
      if (!(error instanceof Error && isNamed(error, 'BadRequestException'))) throw error;
      throw new Refusal('TranscodeFailed', `The film cannot be encoded as it is: ${error.message}`);
    }
  }

  async find({ assetId, run }: Run, since: number): Promise<string | undefined> {
    const pages = paginateListJobs(
      { client: this.client, pageSize: 20 },
      { Queue: this.options.queueArn, Order: 'DESCENDING' },
    );
    for await (const { Jobs = [] } of pages) {
      const ours = Jobs.find(({ UserMetadata }) => UserMetadata?.assetId === assetId && UserMetadata.run === run);
      if (ours) return ours.Id;
      if (Jobs.some(({ CreatedAt }) => CreatedAt && CreatedAt.getTime() < since - clockSkew)) return undefined;
    }
    return undefined;
  }
}
