import type { CreateJobCommandInput, Job, JobSettings, OutputGroupDetail } from '@aws-sdk/client-mediaconvert';
import type { Principal } from '../../kernel/service';

type JobStatus = 'SUBMITTED' | 'PROGRESSING' | 'COMPLETE' | 'ERROR' | 'CANCELED';
export type JobPhase = 'PROBING' | 'TRANSCODING' | 'UPLOADING';

/** The stored form of a job. Times in milliseconds since 1970. */
export interface JobRecord {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly queueArn: string;
  readonly role: string;
  readonly settings: JobSettings;
  readonly userMetadata: Readonly<Record<string, string>>;
  readonly priority: number;
  readonly statusUpdateInterval: string;
  readonly clientRequestToken?: string;
  readonly submittedAt: number;
  readonly status: JobStatus;
  readonly phase?: JobPhase;
  readonly percent?: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly errorCode?: number;
  readonly errorMessage?: string;
  readonly warnings?: readonly string[];
  readonly outputs?: readonly OutputGroupDetail[];
  /** How often an encoder of the job was started again, because the system had ended it. */
  readonly retryCount?: number;
  /** Incremented whenever the job runs again after a restart. */
  readonly attempt: number;
}

export function isFinished({ status }: JobRecord): boolean {
  return status !== 'SUBMITTED' && status !== 'PROGRESSING';
}

/** Returns the session with which MediaConvert assumes the job's role. */
export function jobPrincipal(job: Pick<JobRecord, 'role' | 'id'>, accountId: string): Principal {
  return { kind: 'role', accountId, roleArn: job.role, sessionName: `EmeJobId_${job.id}` };
}

/** Returns the job in the form of `GetJob`. */
export function describeJob(job: JobRecord): Job {
  const date = (time?: number) => (time === undefined ? undefined : new Date(time));
  return {
    Id: job.id,
    Arn: job.arn,
    Queue: job.queueArn,
    Role: job.role,
    Settings: job.settings,
    UserMetadata: { ...job.userMetadata },
    Priority: job.priority,
    Status: job.status,
    StatusUpdateInterval: job.statusUpdateInterval as CreateJobCommandInput['StatusUpdateInterval'],
    ClientRequestToken: job.clientRequestToken,
    CreatedAt: new Date(job.submittedAt),
    Timing: { SubmitTime: date(job.submittedAt), StartTime: date(job.startedAt), FinishTime: date(job.finishedAt) },
    AccelerationStatus: 'NOT_APPLICABLE',
    BillingTagsSource: 'JOB',
    RetryCount: job.retryCount ?? 0,
    Messages: { Info: [], Warning: [...(job.warnings ?? [])] },
    ...(job.phase && { CurrentPhase: job.phase }),
    ...(job.percent !== undefined && { JobPercentComplete: job.percent }),
    ...(job.errorCode !== undefined && { ErrorCode: job.errorCode, ErrorMessage: job.errorMessage }),
    ...(job.outputs && { OutputGroupDetails: [...job.outputs] }),
  };
}
