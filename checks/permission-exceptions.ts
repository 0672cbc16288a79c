/** Where the Service Authorization Reference is known to say less than IAM does, or where a grant has to be wide. */
export interface PermissionException {
  /** `states:SendTaskSuccess` */
  readonly action: string;
  /**
   * - `named`: takes a resource although the reference lists none.
   * - `everything`: is granted on `*` although the reference lists resource types.
   * - `types`: takes these further types of its service.
   * - `without`: does not need resources of these types, although the reference marks them as required.
   */
  readonly allows:
    | 'named'
    | 'everything'
    | { readonly types?: readonly string[]; readonly without?: readonly string[] };
  /** Where that can be read, or why it is right either way. */
  readonly proof: string;
}

const taskAnswers =
  'Works on the ARN of the state machine: aws/aws-cdk pull request 8486 (grantTaskResponse), NOAA-OWP/hydrovis#837.';

const indexAlone =
  'Reading an index is allowed by the index alone: DynamoDB developer guide, "Using IAM policy conditions for ' +
  'fine-grained access control", example 4 (QueryOnlyProjectedIndexAttributes).';

/**
 * Each of them is needed: a test finds those that no stage and no mapping of the local IAM needs any more.
 */
export const permissionExceptions: readonly PermissionException[] = [
  { action: 'states:SendTaskSuccess', allows: 'named', proof: taskAnswers },
  { action: 'states:SendTaskFailure', allows: 'named', proof: taskAnswers },
  { action: 'states:SendTaskHeartbeat', allows: 'named', proof: taskAnswers },
  {
    action: 'personalize:GetRecommendations',
    allows: { types: ['recommender', 'filter'], without: ['campaign'] },
    proof:
      'The reference lists campaigns only, and is older than recommenders (API reference, GetRecommendations: ' +
      'recommenderArn, filterArn). Campaigns are granted beside them, so the grant holds under both readings.',
  },
  { action: 'dynamodb:Query', allows: { without: ['table'] }, proof: indexAlone },
  { action: 'dynamodb:Scan', allows: { without: ['table'] }, proof: indexAlone },
  {
    action: 'states:ListExecutions',
    allows: { without: ['maprun'] },
    proof: 'A request names a state machine or a map run, never both: API reference, ListExecutions.',
  },
  {
    action: 'states:DescribeExecution',
    allows: { without: ['express'] },
    proof: 'An execution is of a standard or of an express workflow, and its ARN says which.',
  },
  {
    action: 'cloudwatch:GetMetricData',
    allows: 'everything',
    proof: 'Its resource type is the dataset of OTLP metrics, for PromQL; classic metrics have no ARN.',
  },
  {
    action: 'translate:TranslateText',
    allows: 'everything',
    proof: 'Its resource types are terminologies and parallel data, which a call need not name; a text has no ARN.',
  },
  {
    action: 'polly:SynthesizeSpeech',
    allows: 'everything',
    proof: 'Its resource type is the lexicon, which a call need not name; spoken text has no ARN.',
  },
];
