import type { Kernel } from '../../kernel/kernel';
import type { Store } from '../../kernel/store';
import { exists, invalid, notFound } from './errors';
import type {
  DatasetRecord,
  DeletionRecord,
  FilterRecord,
  GroupRecord,
  ImportRecord,
  OpenDataset,
  RecommenderRecord,
  SchemaRecord,
  TrackerRecord,
} from './model';
import { type DatasetType, fieldsOf } from './schema';

/** The pattern of names in the service's model. */
const nameForm = /^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,62}$/;

/** Throws `InvalidInputException`. */
export function checkName(name: string): void {
  if (!nameForm.test(name))
    throw invalid(`The name '${name}' is not valid: 1 to 63 letters, digits, hyphens and underscores`);
}

/** Resources of one kind, keyed by ARN. */
export class ResourceStore<T extends { readonly arn: string; readonly region: string; readonly createdAt: number }> {
  constructor(private readonly store: Store<T>) {}

  /** Throws `ResourceNotFoundException`. */
  get(arn = ''): T {
    const found = this.store.get(arn);
    if (!found) throw notFound(`Resource Arn ${arn} does not exist.`);
    return found;
  }

  find(arn: string): T | undefined {
    return this.store.get(arn);
  }

  put(record: T): T {
    this.store.put(record.arn, record);
    return record;
  }

  /** Throws `ResourceAlreadyExistsException`. */
  add(record: T): T {
    if (this.store.get(record.arn)) throw exists(record.arn);
    return this.put(record);
  }

  delete(arn: string): void {
    this.store.delete(arn);
  }

  /** Returns all resources, oldest first. */
  all(): T[] {
    return this.store
      .entries()
      .map(([, record]) => record)
      .sort((a, b) => a.createdAt - b.createdAt);
  }
}

/** All resources with an ARN. */
export class Registry {
  readonly schemas: ResourceStore<SchemaRecord>;
  readonly groups: ResourceStore<GroupRecord>;
  readonly datasets: ResourceStore<DatasetRecord>;
  readonly trackers: ResourceStore<TrackerRecord>;
  readonly filters: ResourceStore<FilterRecord>;
  readonly recommenders: ResourceStore<RecommenderRecord>;
  readonly imports: ResourceStore<ImportRecord>;
  readonly deletions: ResourceStore<DeletionRecord>;

  constructor(private readonly kernel: Kernel) {
    const store = <T extends { arn: string; region: string; createdAt: number }>(collection: string) =>
      new ResourceStore<T>(kernel.store<T>('personalize', collection));
    this.schemas = store('schemas');
    this.groups = store('groups');
    this.datasets = store('datasets');
    this.trackers = store('trackers');
    this.filters = store('filters');
    this.recommenders = store('recommenders');
    this.imports = store('imports');
    this.deletions = store('deletions');
  }

  arn(region: string, kind: string, name: string): string {
    return `arn:aws:personalize:${region}:${this.kernel.accountId}:${kind}/${name}`;
  }

  /** Returns `undefined` if the group has no dataset of the type. */
  datasetOf(groupArn: string, type: DatasetType): OpenDataset | undefined {
    const found = this.datasets.all().find((one) => one.groupArn === groupArn && one.type === type);
    return found && this.open(found);
  }

  /** Throws `ResourceNotFoundException`. */
  dataset(arn = ''): OpenDataset {
    return this.open(this.datasets.get(arn));
  }

  private open(dataset: DatasetRecord): OpenDataset {
    return { ...dataset, fields: fieldsOf(this.schemas.get(dataset.schemaArn).schema) };
  }
}
