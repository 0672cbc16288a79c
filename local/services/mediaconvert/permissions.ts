import type {
  CreateJobCommandInput,
  GetJobCommandInput,
  GetQueueCommandInput,
  ListJobsCommandInput,
} from '@aws-sdk/client-mediaconvert';
import type { Call, Demand, Permissions } from '../../kernel/service';

const arn = (kind: 'jobs' | 'queues', reference: string | undefined, { region, accountId }: Call) =>
  reference?.startsWith('arn:') ? reference : `arn:aws:mediaconvert:${region}:${accountId}:${kind}/${reference}`;

const onJob =
  (action: string) =>
  ({ Id }: GetJobCommandInput, call: Call): readonly Demand[] => [
    { action: `mediaconvert:${action}`, resource: arn('jobs', Id, call) },
  ];

/**
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselementalmediaconvert.html
 */
export const permissions: Permissions = {
  CancelJob: onJob('CancelJob'),
  CreateJob: ({ Queue = 'Default', Role }: CreateJobCommandInput, call) => [
    { action: 'mediaconvert:CreateJob', resource: arn('queues', Queue, call) },
    {
      action: 'iam:PassRole',
      resource: Role ?? '*',
      context: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' },
    },
  ],
  DescribeEndpoints: () => [{ action: 'mediaconvert:DescribeEndpoints', resource: '*' }],
  GetJob: onJob('GetJob'),
  GetQueue: ({ Name }: GetQueueCommandInput, call) => [
    { action: 'mediaconvert:GetQueue', resource: arn('queues', Name, call) },
  ],
  ListJobs: ({ Queue }: ListJobsCommandInput, call) => [
    { action: 'mediaconvert:ListJobs', resource: Queue ? arn('queues', Queue, call) : '*' },
  ],
  ListQueues: () => [{ action: 'mediaconvert:ListQueues', resource: '*' }],
  Probe: () => [{ action: 'mediaconvert:Probe', resource: '*' }],
};
