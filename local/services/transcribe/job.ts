import type {
  StartTranscriptionJobRequest,
  TranscriptionJob,
  TranscriptionJobSummary,
} from '@aws-sdk/client-transcribe';
import type { Principal } from '../../kernel/service';

/** The stored form of a job. Times in milliseconds since 1970. */
export interface JobRecord {
  /** Unique by account and region. */
  readonly name: string;
  readonly region: string;
  readonly request: StartTranscriptionJobRequest;
  /**
   * The principal that started the job. Transcribe reads and writes S3 as this principal, unless the job has a role.
   */
  readonly caller: Principal;
  readonly output: { readonly bucket: string; readonly key: string };
  readonly createdAt: number;
  readonly status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly languageCode?: string;
  /** Set if the language was identified: 0 to 1. */
  readonly languageScore?: number;
  readonly mediaFormat?: string;
  readonly sampleRate?: number;
  readonly failureReason?: string;
  readonly subtitleKeys?: readonly string[];
  /** Whether the event of the job's end has been put on the event bus. */
  readonly told: boolean;
}

export function jobKey(region: string, name: string): string {
  return `${region}/${name}`;
}

/** Returns the principal that reads and writes S3 for the job. */
export function dataPrincipal(job: Pick<JobRecord, 'caller' | 'request'>, accountId: string): Principal {
  const roleArn = job.request.JobExecutionSettings?.DataAccessRoleArn;
  return roleArn ? { kind: 'role', accountId, roleArn, sessionName: 'TranscribeAsyncService' } : job.caller;
}

/** Returns AWS's address of an object in a customer's bucket. */
function objectUri(region: string, bucket: string, key: string): string {
  return `https://s3.${region}.amazonaws.com/${bucket}/${key}`;
}

const date = (time?: number) => (time === undefined ? undefined : new Date(time));

/** Returns the job in the form of `GetTranscriptionJob`. */
export function describeJob(job: JobRecord): TranscriptionJob {
  const { request, region, output } = job;
  const isDone = job.status === 'COMPLETED';
  return {
    TranscriptionJobName: job.name,
    TranscriptionJobStatus: job.status,
    LanguageCode: job.languageCode as TranscriptionJob['LanguageCode'],
    MediaSampleRateHertz: job.sampleRate ?? request.MediaSampleRateHertz,
    MediaFormat: (job.mediaFormat ?? request.MediaFormat) as TranscriptionJob['MediaFormat'],
    Media: request.Media,
    ...(isDone && { Transcript: { TranscriptFileUri: objectUri(region, output.bucket, output.key) } }),
    CreationTime: new Date(job.createdAt),
    StartTime: date(job.startedAt),
    CompletionTime: date(job.finishedAt),
    FailureReason: job.failureReason,
    Settings: request.Settings ?? { ChannelIdentification: false, ShowAlternatives: false },
    JobExecutionSettings: request.JobExecutionSettings,
    IdentifyLanguage: request.IdentifyLanguage,
    LanguageOptions: request.LanguageOptions,
    IdentifiedLanguageScore: job.languageScore,
    Tags: request.Tags,
    ...(request.Subtitles && {
      Subtitles: {
        Formats: request.Subtitles.Formats,
        OutputStartIndex: request.Subtitles.OutputStartIndex ?? 0,
        SubtitleFileUris: job.subtitleKeys?.map((key) => objectUri(region, output.bucket, key)),
      },
    }),
  };
}

/** Returns the job in the form of `ListTranscriptionJobs`. */
export function summarizeJob(job: JobRecord): TranscriptionJobSummary {
  const { TranscriptionJobName, TranscriptionJobStatus, LanguageCode, CreationTime } = describeJob(job);
  return {
    TranscriptionJobName,
    TranscriptionJobStatus,
    LanguageCode,
    CreationTime,
    StartTime: date(job.startedAt),
    CompletionTime: date(job.finishedAt),
    FailureReason: job.failureReason,
    OutputLocationType: 'CUSTOMER_BUCKET',
    IdentifyLanguage: job.request.IdentifyLanguage,
    IdentifiedLanguageScore: job.languageScore,
  };
}
