import type {
  DeleteTranscriptionJobCommandInput,
  GetTranscriptionJobCommandInput,
  StartTranscriptionJobCommandInput,
} from '@aws-sdk/client-transcribe';
import type { Call, Demand, Permissions } from '../../kernel/service';

const arn = (name: string | undefined, { region, accountId }: Call) =>
  `arn:aws:transcribe:${region}:${accountId}:transcription-job/${name}`;

const onJob =
  (action: string) =>
  (input: GetTranscriptionJobCommandInput | DeleteTranscriptionJobCommandInput, call: Call): readonly Demand[] => [
    { action: `transcribe:${action}`, resource: arn(input.TranscriptionJobName, call) },
  ];

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazontranscribe.html */
export const permissions: Permissions = {
  DeleteTranscriptionJob: onJob('DeleteTranscriptionJob'),
  GetTranscriptionJob: onJob('GetTranscriptionJob'),
  ListTranscriptionJobs: () => [{ action: 'transcribe:ListTranscriptionJobs', resource: '*' }],
  StartTranscriptionJob: (input: StartTranscriptionJobCommandInput) => {
    const { OutputBucketName, OutputKey, OutputEncryptionKMSKeyId, JobExecutionSettings } = input;
    const start: Demand = {
      action: 'transcribe:StartTranscriptionJob',
      // The job has no ARN yet: IAM knows no resource for it.
      resource: '*',
      context: {
        ...(OutputBucketName ? { 'transcribe:OutputBucketName': OutputBucketName } : {}),
        ...(OutputKey ? { 'transcribe:OutputKey': OutputKey } : {}),
        ...(OutputEncryptionKMSKeyId ? { 'transcribe:OutputEncryptionKMSKeyId': OutputEncryptionKMSKeyId } : {}),
      },
    };
    const role = JobExecutionSettings?.DataAccessRoleArn;
    if (!role) return [start];
    const context = { 'iam:PassedToService': 'transcribe.amazonaws.com' };
    return [start, { action: 'iam:PassRole', resource: role, context }];
  },
};
