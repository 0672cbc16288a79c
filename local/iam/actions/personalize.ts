import type {
  CreateDataDeletionJobCommandInput,
  CreateDatasetImportJobCommandInput,
  CreateFilterCommandInput,
  CreateRecommenderCommandInput,
} from '@aws-sdk/client-personalize';
import type { Call } from '../../kernel/service';
import type { ActionMap, Demand } from '../demand';

const arn = (kind: string, name: string | undefined, { region, accountId }: Call) =>
  `arn:aws:personalize:${region}:${accountId}:${kind}/${name}`;

/** On the resource whose ARN is the input's member. */
const on =
  (action: string, member: string) =>
  (input: Readonly<Record<string, unknown>>): readonly Demand[] => [
    { action: `personalize:${action}`, resource: String(input[member]) },
  ];

const onAll = (action: string) => () => [{ action: `personalize:${action}`, resource: '*' }];

const passRole = (roleArn: string | undefined): Demand => ({
  action: 'iam:PassRole',
  resource: String(roleArn),
  context: { 'iam:PassedToService': 'personalize.amazonaws.com' },
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpersonalize.html */
export const actions: ActionMap = {
  CreateRecommender: ({ name }: CreateRecommenderCommandInput, call) => [
    { action: 'personalize:CreateRecommender', resource: arn('recommender', name, call) },
  ],
  DescribeRecommender: on('DescribeRecommender', 'recommenderArn'),
  DeleteRecommender: on('DeleteRecommender', 'recommenderArn'),
  UpdateRecommender: on('UpdateRecommender', 'recommenderArn'),
  StartRecommender: on('StartRecommender', 'recommenderArn'),
  StopRecommender: on('StopRecommender', 'recommenderArn'),
  ListRecommenders: onAll('ListRecommenders'),
  CreateDatasetImportJob: ({ jobName, roleArn }: CreateDatasetImportJobCommandInput, call) => [
    { action: 'personalize:CreateDatasetImportJob', resource: arn('dataset-import-job', jobName, call) },
    passRole(roleArn),
  ],
  DescribeDatasetImportJob: on('DescribeDatasetImportJob', 'datasetImportJobArn'),
  ListDatasetImportJobs: onAll('ListDatasetImportJobs'),
  CreateDataDeletionJob: ({ jobName, roleArn }: CreateDataDeletionJobCommandInput, call) => [
    { action: 'personalize:CreateDataDeletionJob', resource: arn('data-deletion-job', jobName, call) },
    passRole(roleArn),
  ],
  DescribeDataDeletionJob: on('DescribeDataDeletionJob', 'dataDeletionJobArn'),
  ListDataDeletionJobs: onAll('ListDataDeletionJobs'),
  DescribeSchema: on('DescribeSchema', 'schemaArn'),
  DescribeDatasetGroup: on('DescribeDatasetGroup', 'datasetGroupArn'),
  DescribeDataset: on('DescribeDataset', 'datasetArn'),
  UpdateDataset: on('UpdateDataset', 'datasetArn'),
  DescribeEventTracker: on('DescribeEventTracker', 'eventTrackerArn'),
  CreateFilter: ({ name }: CreateFilterCommandInput, call) => [
    { action: 'personalize:CreateFilter', resource: arn('filter', name, call) },
  ],
  DescribeFilter: on('DescribeFilter', 'filterArn'),
  DeleteFilter: on('DeleteFilter', 'filterArn'),
  ListFilters: onAll('ListFilters'),
};

export const eventActions: ActionMap = {
  // The laptop's trackers have ids that begin like their tracking ids.
  PutEvents: ({ trackingId = '' }: { trackingId?: string }, call) => [
    { action: 'personalize:PutEvents', resource: arn('event-tracker', trackingId.slice(0, 8), call) },
  ],
  PutItems: on('PutItems', 'datasetArn'),
  PutUsers: on('PutUsers', 'datasetArn'),
};

export const runtimeActions: ActionMap = {
  GetRecommendations: on('GetRecommendations', 'recommenderArn'),
};
