import {
  CreateJobCommand,
  type CreateJobRequest,
  type MediaConvertClient,
  paginateListJobs,
} from '@aws-sdk/client-mediaconvert';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import type { Encryption } from '../../shared/drm';
import { isNamed, Refusal } from '../../shared/errors';
import { withServiceMessage } from '../../shared/reasons';
import type { Encoder } from './start-once';

export interface EncoderOptions {
  readonly contentBucket: string;
  readonly roleArn: string;
  readonly queueArn: string;
  /** If missing, films are not encrypted. */
  readonly encryption?: Encryption;
}

/** The maximum difference of two clocks: jobs created this long before the claim are considered too. Milliseconds. */
const clockSkew = 60_000;

/** Creates and finds MediaConvert jobs of one kind. */
export class MediaConvertEncoder<Input> implements Encoder<Input> {
  /** @param request makes the request. Its metadata identifies the job, for {@link find} and for `job-finished` */
  constructor(
    private readonly client: MediaConvertClient,
    private readonly options: EncoderOptions,
    private readonly request: (input: Input, requestToken: string, options: EncoderOptions) => CreateJobRequest,
  ) {}

  /** Throws {@link Refusal} `TranscodeFailed` if the service does not accept the request. */
  async create(input: Input, requestToken: string): Promise<string> {
    try {
      const { Job } = await this.client.send(new CreateJobCommand(this.request(input, requestToken, this.options)));
      if (!Job?.Id) throw new Error('MediaConvert returned no job id');
      return Job.Id;
    } catch (error) {
      if (!(error instanceof Error && isNamed(error, 'BadRequestException'))) throw error;
      if (speaksOfDenial(error.message)) countDenial('MediaConvert', 'CreateJob', error);
      throw new Refusal('TranscodeFailed', withServiceMessage('The encoder does not accept the film.', error.message));
    }
  }

  /** Returns the id of the input's job. @param since milliseconds since 1970; older jobs are not considered */
  async find(input: Input, since: number): Promise<string | undefined> {
    const { Queue, UserMetadata: metadata = {} } = this.request(input, '', this.options);
    const pages = paginateListJobs({ client: this.client, pageSize: 20 }, { Queue, Order: 'DESCENDING' });
    for await (const { Jobs = [] } of pages) {
      const ours = Jobs.find(({ UserMetadata = {} }) =>
        Object.entries(metadata).every(([name, value]) => UserMetadata[name] === value),
      );
      if (ours) return ours.Id;
      if (Jobs.some(({ CreatedAt }) => CreatedAt && CreatedAt.getTime() < since - clockSkew)) return undefined;
    }
    return undefined;
  }
}
