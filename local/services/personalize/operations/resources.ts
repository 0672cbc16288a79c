import type { CreateFilterCommandInput, ListFiltersCommandInput } from '@aws-sdk/client-personalize';
import type { Kernel } from '../../../kernel/kernel';
import type { Call, Operation } from '../../../kernel/service';
import { describeDataset, describeFilter, describeGroup, describeSchema, describeTracker } from '../describe';
import { inUse } from '../errors';
import type { Filters } from '../filters';
import { pageOf } from '../page';
import type { Registry } from '../registry';
import { checkReplacement, fieldsOf } from '../schema';

/** Resources of templates are described. Calls can also create filters and give datasets another schema. */
export function resourceOperations(kernel: Kernel, registry: Registry, filters: Filters): Record<string, Operation> {
  return {
    DescribeSchema: ({ schemaArn }: { schemaArn?: string }) => ({
      schema: describeSchema(registry.schemas.get(schemaArn)),
    }),
    DescribeDatasetGroup: ({ datasetGroupArn }: { datasetGroupArn?: string }) => ({
      datasetGroup: describeGroup(registry.groups.get(datasetGroupArn)),
    }),
    DescribeDataset({ datasetArn }: { datasetArn?: string }) {
      const dataset = registry.dataset(datasetArn);
      const tracker = registry.trackers.all().find(({ groupArn }) => groupArn === dataset.groupArn);
      return { dataset: describeDataset(dataset, tracker?.trackingId) };
    },
    UpdateDataset({ datasetArn, schemaArn }: { datasetArn?: string; schemaArn?: string }) {
      const { fields, ...dataset } = registry.dataset(datasetArn);
      const schema = registry.schemas.get(schemaArn);
      const isBusy = registry.imports
        .all()
        .some((one) => one.datasetArn === dataset.arn && /PENDING|IN_PROGRESS/.test(one.status));
      if (isBusy) throw inUse(`An import into ${dataset.arn} is in progress.`);
      checkReplacement(fields, fieldsOf(schema.schema), dataset.type);
      const { firstSchemaArn = dataset.schemaArn } = dataset;
      registry.datasets.put({ ...dataset, schemaArn: schema.arn, firstSchemaArn, updatedAt: kernel.now() });
      return { datasetArn: dataset.arn };
    },
    DescribeEventTracker: ({ eventTrackerArn }: { eventTrackerArn?: string }, { accountId }: Call) => ({
      eventTracker: describeTracker(registry.trackers.get(eventTrackerArn), accountId),
    }),
    CreateFilter(input: CreateFilterCommandInput, { region }: Call) {
      const { name = '', datasetGroupArn = '', filterExpression = '' } = input;
      const record = filters.record({ name, groupArn: datasetGroupArn, expression: filterExpression, region });
      return { filterArn: registry.filters.add(record).arn };
    },
    DescribeFilter: ({ filterArn }: { filterArn?: string }) => ({
      filter: describeFilter(registry.filters.get(filterArn)),
    }),
    DeleteFilter({ filterArn }: { filterArn?: string }) {
      registry.filters.delete(registry.filters.get(filterArn).arn);
      return {};
    },
    ListFilters(input: ListFiltersCommandInput, { region }: Call) {
      const all = registry.filters
        .all()
        .filter((one) => one.region === region && [undefined, one.groupArn].includes(input.datasetGroupArn));
      const { page, nextToken } = pageOf(all, input);
      return {
        Filters: page.map((one) => {
          const { filterExpression: _, ...summary } = describeFilter(one);
          return summary;
        }),
        nextToken,
      };
    },
  };
}
