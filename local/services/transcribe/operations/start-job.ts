import type { StartTranscriptionJobCommandInput, StartTranscriptionJobCommandOutput } from '@aws-sdk/client-transcribe';
import type { Recogniser } from '../../../engines/recognise/recogniser';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, type Principal, ServiceError } from '../../../kernel/service';
import { Files } from '../files';
import { dataPrincipal, describeJob, type JobRecord } from '../job';
import type { Jobs } from '../jobs';
import { languageOf } from '../languages';
import { badRequest, checkRequest, outputKey, parseMediaUri } from '../request';

/** Throws `BadRequestException`, and `ConflictException` if a job has the name already. */
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
    const files = new Files(kernel, principal, call.region);
    await files.size(media).catch(() => {
      throw badRequest(
        "The S3 URI that you provided can't be accessed. Make sure that you have read permission and try your request again.",
      );
    });
    await checkWrite(kernel, files, principal, call.region, output).catch(() => {
      throw badRequest(
        "The specified S3 bucket can't be accessed. Make sure that you have write permission and try your request again.",
      );
    });
    checkLanguage(input.LanguageCode, recogniser);
    // Another request may have taken the name during the calls to S3.
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

/**
 * Before it accepts a job, Transcribe tries to write a file beside the result and leaves it there, as public projects
 * that list or are notified of their output buckets show (search for its name). It is not known whether Transcribe also
 * checks the result's own key at this point; a job that cannot write there later would be useless.
 */
async function checkWrite(
  kernel: Kernel,
  files: Files,
  principal: Principal,
  region: string,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<void> {
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  await files.put({ bucket, key: `${folder}.write_access_check_file.temp` }, '', 'application/octet-stream');
  kernel.authorize(principal, region, [{ action: 's3:PutObject', resource: `arn:aws:s3:::${bucket}/${key}` }]);
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
