import type {
  CreateDataDeletionJobCommandInput,
  CreateDatasetImportJobCommandInput,
  ListDataDeletionJobsCommandInput,
  ListDatasetImportJobsCommandInput,
} from '@aws-sdk/client-personalize';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { parseLocation } from '../csv-files';
import { describeDeletion, describeImport } from '../describe';
import { inUse, invalid } from '../errors';
import type { DataJobs } from '../jobs';
import { pageOf } from '../page';
import { checkName, type Registry } from '../registry';

/** https://docs.aws.amazon.com/personalize/latest/dg/delete-records.html */
const maxPendingDeletions = 5;

export function jobOperations(kernel: Kernel, registry: Registry, jobs: DataJobs): Record<string, Operation> {
  const common = (
    input: { jobName?: string; dataSource?: { dataLocation?: string }; roleArn?: string },
    region: string,
    kind: string,
  ) => {
    const { jobName: name = '', dataSource, roleArn = '' } = input;
    checkName(name);
    const dataLocation = dataSource?.dataLocation ?? '';
    parseLocation(dataLocation);
    if (!/^arn:[^:]+:iam::\d{12}:role\/.+/.test(roleArn))
      throw invalid(`roleArn '${roleArn}' is not the ARN of a role`);
    const now = kernel.now();
    const arn = registry.arn(region, kind, name);
    return { arn, name, region, dataLocation, roleArn, createdAt: now, updatedAt: now };
  };
  return {
    CreateDatasetImportJob(input: CreateDatasetImportJobCommandInput, { region }: Call) {
      if (input.publishAttributionMetricsToS3) throw invalid('The laptop does not support metric attributions');
      const job = common(input, region, 'dataset-import-job');
      const { arn: datasetArn } = registry.dataset(input.datasetArn);
      const isBusy = registry.imports
        .all()
        .some((one) => one.datasetArn === datasetArn && /PENDING|IN_PROGRESS/.test(one.status));
      if (isBusy) throw inUse(`An import into ${datasetArn} is in progress.`);
      jobs.addImport({ ...job, datasetArn, mode: input.importMode ?? 'FULL', status: 'CREATE PENDING' });
      return { datasetImportJobArn: job.arn };
    },
    DescribeDatasetImportJob: ({ datasetImportJobArn }: { datasetImportJobArn?: string }) => ({
      datasetImportJob: describeImport(registry.imports.get(datasetImportJobArn)),
    }),
    ListDatasetImportJobs(input: ListDatasetImportJobsCommandInput, { region }: Call) {
      const all = registry.imports
        .all()
        .filter((one) => one.region === region && [undefined, one.datasetArn].includes(input.datasetArn));
      const { page, nextToken } = pageOf(all, input);
      return {
        datasetImportJobs: page.map((one) => {
          const { datasetArn: _, dataSource: __, roleArn: ___, ...summary } = describeImport(one);
          return summary;
        }),
        nextToken,
      };
    },
    CreateDataDeletionJob(input: CreateDataDeletionJobCommandInput, { region }: Call) {
      const job = common(input, region, 'data-deletion-job');
      const { arn: groupArn } = registry.groups.get(input.datasetGroupArn);
      const pending = registry.deletions.all().filter((one) => one.groupArn === groupArn && one.status === 'PENDING');
      if (pending.length >= maxPendingDeletions) {
        const message = `A dataset group can have at most ${maxPendingDeletions} pending data deletion jobs.`;
        throw new ServiceError('LimitExceededException', message);
      }
      jobs.addDeletion({ ...job, groupArn, status: 'PENDING' });
      return { dataDeletionJobArn: job.arn };
    },
    DescribeDataDeletionJob: ({ dataDeletionJobArn }: { dataDeletionJobArn?: string }) => ({
      dataDeletionJob: describeDeletion(registry.deletions.get(dataDeletionJobArn)),
    }),
    ListDataDeletionJobs(input: ListDataDeletionJobsCommandInput, { region }: Call) {
      const all = registry.deletions
        .all()
        .filter((one) => one.region === region && [undefined, one.groupArn].includes(input.datasetGroupArn));
      const { page, nextToken } = pageOf(all, input);
      return {
        dataDeletionJobs: page.map((one) => {
          const { dataSource: _, roleArn: __, numDeleted: ___, ...summary } = describeDeletion(one);
          return summary;
        }),
        nextToken,
      };
    },
  };
}
