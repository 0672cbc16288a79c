import type { StartTranscriptionJobCommandInput, StartTranscriptionJobCommandOutput } from '@aws-sdk/client-transcribe';
import type { Recogniser } from '../../../engines/recognise/recogniser';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, ServiceError } from '../../../kernel/service';
import { Files } from '../files';
import { dataPrincipal, describeJob, type JobRecord } from '../job';
import type { Jobs } from '../jobs';
import { languageOf } from '../languages';
import { badRequest, checkRequest, outputKey, parseMediaUri } from '../request';

/** Throws `BadRequestException`, and `ConflictException` for a name that a job has already. */
export function startJob(kernel: Kernel, jobs: Jobs, recogniser: Recogniser) {
  return async (
    input: StartTranscriptionJobCommandInput,
    call: Call,
  ): Promise<Omit<StartTranscriptionJobCommandOutput, '$metadata'>> => {
    checkRequest(input);
    const name = input.TranscriptionJobName as string;
    const media = parseMediaUri(input.Media?.MediaFileUri);
    const output = { bucket: input.OutputBucketName as string, key: outputKey(input) };
    refuseTaken(jobs, call.region, name);
    const principal = dataPrincipal({ caller: call.principal, request: input }, kernel.accountId);
    await new Files(kernel, principal, call.region).size(media).catch(() => {
      throw badRequest(
        "The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your request again.",
      );
    });
    try {
      const resource = `arn:aws:s3:::${output.bucket}/${output.key}`;
      kernel.authorize(principal, call.region, [{ action: 's3:PutObject', resource }]);
    } catch {
      throw badRequest(
        "The specified S3 bucket can't be accessed. Make sure that you have write permission and try your request again.",
      );
    }
    checkLanguage(input.LanguageCode, recogniser);
    // Somebody may have come first while S3 was asked.
    refuseTaken(jobs, call.region, name);
    const job: JobRecord = {
      name,
      region: call.region,
      request: input,
      caller: call.principal,
      output,
      createdAt: kernel.now(),
      status: 'IN_PROGRESS',
      ...(input.LanguageCode && { languageCode: input.LanguageCode }),
      told: false,
    };
    jobs.add(job);
    return { TranscriptionJob: describeJob(jobs.get(call.region, name) ?? job) };
  };
}

function checkLanguage(code: string | undefined, { languages }: Recogniser): void {
  if (code === undefined || languages.includes(languageOf(code))) return;
  const known = languages.length === 0 ? 'no language' : `the languages ${languages.join(', ')}`;
  throw badRequest(`The language code that you specified, ${code}, isn't supported. This machine recognizes ${known}.`);
}

function refuseTaken(jobs: Jobs, region: string, name: string): void {
  if (jobs.get(region, name)) {
    throw new ServiceError('ConflictException', 'The requested job name already exists.');
  }
}
