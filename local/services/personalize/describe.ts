import type {
  DataDeletionJob,
  Dataset,
  DatasetGroup,
  DatasetImportJob,
  DatasetSchema,
  EventTracker,
  Filter,
  Recommender,
} from '@aws-sdk/client-personalize';
import type {
  DatasetRecord,
  DeletionRecord,
  FilterRecord,
  GroupRecord,
  ImportRecord,
  RecommenderRecord,
  SchemaRecord,
  TrackerRecord,
} from './model';

const times = ({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) => ({
  creationDateTime: new Date(createdAt),
  lastUpdatedDateTime: new Date(updatedAt),
});

export const describeSchema = (one: SchemaRecord): DatasetSchema => ({
  name: one.name,
  schemaArn: one.arn,
  schema: one.schema,
  domain: one.domain as DatasetSchema['domain'],
  ...times(one),
});

export const describeGroup = (one: GroupRecord): DatasetGroup => ({
  name: one.name,
  datasetGroupArn: one.arn,
  status: 'ACTIVE',
  roleArn: one.roleArn,
  kmsKeyArn: one.kmsKeyArn,
  domain: one.domain as DatasetGroup['domain'],
  ...times(one),
});

export const describeDataset = (one: DatasetRecord, trackingId?: string): Dataset => ({
  name: one.name,
  datasetArn: one.arn,
  datasetGroupArn: one.groupArn,
  datasetType: one.type.toUpperCase(),
  schemaArn: one.schemaArn,
  status: 'ACTIVE',
  ...times(one),
  ...(one.type === 'Interactions' && trackingId && { trackingId }),
  ...(one.firstSchemaArn && {
    latestDatasetUpdate: { schemaArn: one.schemaArn, status: 'ACTIVE', ...times({ ...one, createdAt: one.updatedAt }) },
  }),
});

export const describeTracker = (one: TrackerRecord, accountId: string): EventTracker => ({
  name: one.name,
  eventTrackerArn: one.arn,
  accountId,
  trackingId: one.trackingId,
  datasetGroupArn: one.groupArn,
  status: 'ACTIVE',
  ...times(one),
});

export const describeFilter = (one: FilterRecord): Filter => ({
  name: one.name,
  filterArn: one.arn,
  datasetGroupArn: one.groupArn,
  filterExpression: one.expression,
  status: 'ACTIVE',
  ...times(one),
});

export const describeRecommender = (one: RecommenderRecord): Recommender => ({
  recommenderArn: one.arn,
  datasetGroupArn: one.groupArn,
  name: one.name,
  recipeArn: one.recipeArn,
  recommenderConfig: one.config as Recommender['recommenderConfig'],
  status: one.status,
  failureReason: one.failureReason,
  ...times(one),
  ...(one.update && {
    latestRecommenderUpdate: {
      recommenderConfig: one.update.config as Recommender['recommenderConfig'],
      status: one.update.status,
      ...times(one.update),
    },
  }),
});

export const describeImport = (one: ImportRecord): DatasetImportJob => ({
  jobName: one.name,
  datasetImportJobArn: one.arn,
  datasetArn: one.datasetArn,
  dataSource: { dataLocation: one.dataLocation },
  roleArn: one.roleArn,
  importMode: one.mode,
  status: one.status,
  failureReason: one.failureReason,
  ...times(one),
});

export const describeDeletion = (one: DeletionRecord): DataDeletionJob => ({
  jobName: one.name,
  dataDeletionJobArn: one.arn,
  datasetGroupArn: one.groupArn,
  dataSource: { dataLocation: one.dataLocation },
  roleArn: one.roleArn,
  status: one.status,
  failureReason: one.failureReason,
  numDeleted: one.numDeleted,
  ...times(one),
});
