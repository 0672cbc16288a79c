import * as sdk from '@aws-sdk/client-mediaconvert';
import { Transcoder, type TranscoderOptions } from '../../engines/transcode/transcoder';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService } from '../../kernel/service';
import { Jobs } from './jobs';
import { createJob } from './operations/create-job';
import { cancelJob, getJob, listJobs } from './operations/jobs';
import { probe } from './operations/probe';
import { describeEndpoints, getQueue, listQueues } from './operations/queues';
import { permissions } from './permissions';
import { Queues } from './queues';
import { queueResource } from './resources';

/**
 * MediaConvert on FFmpeg: H.264 and AAC in CMAF and DASH ISO groups, from the settings that AWS would get. It refuses
 * settings that it does not support; see `supported-settings/`.
 */
export function createMediaConvert(kernel: Kernel, options: TranscoderOptions): LocalService {
  const transcoder = new Transcoder(options);
  const queues = new Queues(kernel);
  const jobs = new Jobs(kernel, transcoder, (arn) => queues.isPaused(arn));
  return {
    wire: {
      id: 'mediaconvert',
      sdk,
      permissions,
      operations: {
        CancelJob: cancelJob(jobs),
        CreateJob: createJob(kernel, jobs, queues),
        DescribeEndpoints: describeEndpoints(kernel),
        GetJob: getJob(jobs),
        GetQueue: getQueue(jobs, queues),
        ListJobs: listJobs(jobs, queues),
        ListQueues: listQueues(jobs, queues),
        Probe: probe(kernel, transcoder),
      },
    },
    resources: { 'AWS::MediaConvert::Queue': queueResource(queues, jobs) },
    start: () => jobs.start(),
    sweep: () => jobs.sweep(),
    stop: () => jobs.stop(),
  };
}
