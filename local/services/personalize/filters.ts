import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { type Fields, parseFilter, type Statement } from './filter/parse';
import type { FilterRecord } from './model';
import { checkName, type Registry } from './registry';
import type { DatasetType } from './schema';

/** https://docs.aws.amazon.com/personalize/latest/dg/limits.html */
const maxFilters = 10;

/** Filters. They are parsed when they are created, so stored filters are valid. */
export class Filters {
  constructor(
    private readonly kernel: Kernel,
    private readonly registry: Registry,
  ) {}

  /** Throws `InvalidInputException`, `ResourceNotFoundException`, `LimitExceededException`. */
  record(input: { name: string; groupArn: string; expression: string; region: string }): FilterRecord {
    const { name, groupArn, expression, region } = input;
    checkName(name);
    this.registry.groups.get(groupArn);
    parseFilter(expression, this.fields(groupArn));
    const arn = this.registry.arn(region, 'filter', name);
    const others = this.registry.filters.all().filter((one) => one.groupArn === groupArn && one.arn !== arn);
    if (others.length >= maxFilters)
      throw new ServiceError('LimitExceededException', `A dataset group can have at most ${maxFilters} filters.`);
    const now = this.kernel.now();
    const before = this.registry.filters.find(arn);
    const isSame = before?.expression === expression && before.groupArn === groupArn;
    return {
      ...{ arn, name, region, groupArn, expression },
      createdAt: before?.createdAt ?? now,
      updatedAt: isSame ? before.updatedAt : now,
    };
  }

  /** Throws `ResourceNotFoundException`, also for a filter of another group. */
  statements(arn: string, groupArn: string): Statement[] {
    const { expression, ...filter } = this.registry.filters.get(arn);
    if (filter.groupArn !== groupArn)
      throw new ServiceError('InvalidInputException', `${arn} is not a filter of ${groupArn}.`);
    return parseFilter(expression, this.fields(groupArn));
  }

  private fields(groupArn: string): Fields {
    const names = (type: DatasetType) => {
      const fields = this.registry.datasetOf(groupArn, type)?.fields;
      return fields && new Set(fields.map(({ name }) => name.toUpperCase()));
    };
    const [items, users] = [names('Items'), names('Users')];
    return { ...(items && { items }), ...(users && { users }) };
  }
}
