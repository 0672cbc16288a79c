import type {
  CreateDataDeletionJobCommandInput,
  CreateDatasetImportJobCommandInput,
  CreateFilterCommandInput,
  CreateRecommenderCommandInput,
} from '@aws-sdk/client-personalize';
import type { GetRecommendationsCommandInput } from '@aws-sdk/client-personalize-runtime';
import type { Call, Demand, Permissions } from '../../kernel/service';

const arn = (kind: string, name: string | undefined, { region, accountId }: Call) =>
  `arn:aws:personalize:${region}:${accountId}:${kind}/${name}`;

/** On the resource whose ARN is the input's member. */
const on =
  (action: string, member: string) =>
  (input: Readonly<Record<string, unknown>>): readonly Demand[] => [
    { action: `personalize:${action}`, resource: String(input[member]) },
  ];

const onAll = (action: string) => () => [{ action: `personalize:${action}`, resource: '*' }];

/** The created resource and the resource that contains it: the reference requires both. */
const creating = (action: string, made: string, within: string | undefined): readonly Demand[] =>
  [made, String(within)].map((resource) => ({ action: `personalize:${action}`, resource }));

const passRole = (roleArn: string | undefined): readonly Demand[] => {
  const context = { 'iam:PassedToService': 'personalize.amazonaws.com' };
  return roleArn === undefined ? [] : [{ action: 'iam:PassRole', resource: roleArn, context }];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpersonalize.html */
export const permissions: Permissions = {
  CreateRecommender: ({ name, datasetGroupArn }: CreateRecommenderCommandInput, call) =>
    creating('CreateRecommender', arn('recommender', name, call), datasetGroupArn),
  DescribeRecommender: on('DescribeRecommender', 'recommenderArn'),
  DeleteRecommender: on('DeleteRecommender', 'recommenderArn'),
  UpdateRecommender: on('UpdateRecommender', 'recommenderArn'),
  StartRecommender: on('StartRecommender', 'recommenderArn'),
  StopRecommender: on('StopRecommender', 'recommenderArn'),
  ListRecommenders: onAll('ListRecommenders'),
  CreateDatasetImportJob: ({ jobName, roleArn, datasetArn }: CreateDatasetImportJobCommandInput, call) => [
    ...creating('CreateDatasetImportJob', arn('dataset-import-job', jobName, call), datasetArn),
    ...passRole(roleArn),
  ],
  DescribeDatasetImportJob: on('DescribeDatasetImportJob', 'datasetImportJobArn'),
  ListDatasetImportJobs: onAll('ListDatasetImportJobs'),
  CreateDataDeletionJob: ({ jobName, roleArn, datasetGroupArn }: CreateDataDeletionJobCommandInput, call) => [
    ...creating('CreateDataDeletionJob', arn('data-deletion-job', jobName, call), datasetGroupArn),
    ...passRole(roleArn),
  ],
  DescribeDataDeletionJob: on('DescribeDataDeletionJob', 'dataDeletionJobArn'),
  ListDataDeletionJobs: onAll('ListDataDeletionJobs'),
  DescribeSchema: on('DescribeSchema', 'schemaArn'),
  DescribeDatasetGroup: on('DescribeDatasetGroup', 'datasetGroupArn'),
  DescribeDataset: on('DescribeDataset', 'datasetArn'),
  UpdateDataset: on('UpdateDataset', 'datasetArn'),
  DescribeEventTracker: on('DescribeEventTracker', 'eventTrackerArn'),
  CreateFilter: ({ name, datasetGroupArn }: CreateFilterCommandInput, call) =>
    creating('CreateFilter', arn('filter', name, call), datasetGroupArn),
  DescribeFilter: on('DescribeFilter', 'filterArn'),
  DeleteFilter: on('DeleteFilter', 'filterArn'),
  ListFilters: onAll('ListFilters'),
};

export const eventPermissions: Permissions = {
  // IAM knows no resource for it: a grant on the tracker is none.
  PutEvents: onAll('PutEvents'),
  PutItems: on('PutItems', 'datasetArn'),
  PutUsers: on('PutUsers', 'datasetArn'),
};

export const runtimePermissions: Permissions = {
  // Filters are demanded too, which the reference leaves open: what passes here is right under both readings.
  GetRecommendations: ({ recommenderArn, campaignArn, filterArn }: GetRecommendationsCommandInput) =>
    [recommenderArn ?? campaignArn, filterArn]
      .filter((resource) => resource !== undefined)
      .map((resource) => ({ action: 'personalize:GetRecommendations', resource })),
};
