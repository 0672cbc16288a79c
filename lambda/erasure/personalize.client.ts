import {
  CreateDataDeletionJobCommand,
  DescribeDataDeletionJobCommand,
  ListDataDeletionJobsCommand,
  type PersonalizeClient,
} from '@aws-sdk/client-personalize';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/errors';
import type { Target } from './erasure';
import { VersionedObjects } from './objects.client';
import type { Erased, Store } from './stores';

/** A job takes up to a day. */
const pollSeconds = 60;

export interface PersonalizeUsersOptions {
  readonly personalize: PersonalizeClient;
  readonly s3: S3Client;
  /** The bucket of the lists that name users. Personalize's role reads it. */
  readonly bucket: string;
  readonly roleArn: string;
  readonly groupArns: readonly string[];
}

/** The key of the list that names the viewer. */
const keyOf = ({ erasure }: Target) => `${erasure}.csv`;

/** A viewer's data in each dataset group, by the pseudonym. */
export class PersonalizeUsers implements Store {
  private readonly files: VersionedObjects;

  constructor(private readonly options: PersonalizeUsersOptions) {
    const { s3, bucket } = options;
    this.files = new VersionedObjects(s3, bucket, keyOf);
  }

  async erase(target: Target, isOver: () => boolean): Promise<Erased> {
    if (target.pseudonym === undefined) return { removed: 0, isComplete: true };
    const jobs = await Promise.all(this.options.groupArns.map((group) => this.job(group, target)));
    if (jobs.some(({ status }) => status !== 'COMPLETED' && status !== 'FAILED')) {
      return { removed: 0, isComplete: false, waitSeconds: pollSeconds };
    }
    await this.files.erase(target, isOver);
    const removed = jobs.reduce((sum, { numDeleted = 0 }) => sum + numDeleted, 0);
    const [failed] = jobs.filter(({ status }) => status === 'FAILED');
    const failure = failed && `Personalize's job failed: ${failed.failureReason ?? 'without a reason'}`;
    return { removed, isComplete: true, ...(failure !== undefined && { failure }) };
  }

  /** Personalize cannot be searched for a user; the state of its jobs is the proof. The file that names the user can. */
  async search(target: Target): Promise<number> {
    return target.pseudonym === undefined ? 0 : this.files.search(target);
  }

  /** The state of the group's job for this erasure, which is created by the first call. */
  private async job(group: string, target: Target): Promise<Job> {
    const { personalize } = this.options;
    const jobName = `erase-${target.erasure}`;
    const dataDeletionJobArn = (await this.find(group, jobName)) ?? (await this.create(group, jobName, target));
    if (dataDeletionJobArn === undefined) return { status: 'PENDING' };
    const { dataDeletionJob } = await personalize.send(new DescribeDataDeletionJobCommand({ dataDeletionJobArn }));
    return dataDeletionJob ?? { status: 'PENDING' };
  }

  private async find(group: string, jobName: string): Promise<string | undefined> {
    let nextToken: string | undefined;
    do {
      const page = await this.options.personalize.send(
        new ListDataDeletionJobsCommand({ datasetGroupArn: group, nextToken }),
      );
      const found = page.dataDeletionJobs?.find((job) => job.jobName === jobName);
      if (found) return found.dataDeletionJobArn;
      nextToken = page.nextToken;
    } while (nextToken);
    return undefined;
  }

  /** Returns `undefined` if the group cannot take a job at present. */
  private async create(group: string, jobName: string, target: Target): Promise<string | undefined> {
    const { personalize, s3, bucket, roleArn } = this.options;
    const Key = keyOf(target);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `USER_ID\n${target.pseudonym}\n` }));
    const dataSource = { dataLocation: `s3://${bucket}/${Key}` };
    try {
      const { dataDeletionJobArn } = await personalize.send(
        new CreateDataDeletionJobCommand({ datasetGroupArn: group, jobName, dataSource, roleArn }),
      );
      return dataDeletionJobArn;
    } catch (error) {
      if (isNamed(error, 'LimitExceededException', 'ResourceInUseException', 'ResourceAlreadyExistsException')) {
        return undefined;
      }
      throw error;
    }
  }
}

interface Job {
  readonly status?: string;
  readonly numDeleted?: number;
  readonly failureReason?: string;
}
