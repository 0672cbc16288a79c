/** A known gap of the Service Authorization Reference, or a grant that has to be wide. */
export interface PermissionException {
  /** `states:SendTaskSuccess` */
  readonly action: string;
  /**
   * - `named`: the action accepts a resource although the reference lists none.
   * - `everything`: the action is granted on `*` although the reference lists resource types.
   * - `types`: the action accepts these further resource types of its service.
   * - `without`: the action does not need resources of these types, although the reference marks them as required.
   */
  readonly allows:
    | 'named'
    | 'everything'
    | { readonly types?: readonly string[]; readonly without?: readonly string[] };
  /** The source, or the reason why the grant is right under both readings. */
  readonly proof: string;
}

const taskAnswers =
  'IAM accepts the ARN of the state machine: aws/aws-cdk pull request 8486 (grantTaskResponse), NOAA-OWP/hydrovis#837.';

const indexAlone =
  'A permission on the index is enough to read it: DynamoDB developer guide, "Using IAM policy conditions for ' +
  'fine-grained access control", example 4 (QueryOnlyProjectedIndexAttributes).';

/**
 * All exceptions. A test fails for an exception that no stage and no mapping of the local IAM needs any more.
 */
export const permissionExceptions: readonly PermissionException[] = [
  { action: 'states:SendTaskSuccess', allows: 'named', proof: taskAnswers },
  { action: 'states:SendTaskFailure', allows: 'named', proof: taskAnswers },
  { action: 'states:SendTaskHeartbeat', allows: 'named', proof: taskAnswers },
  {
    action: 'personalize:GetRecommendations',
    allows: { types: ['recommender', 'filter'], without: ['campaign'] },
    proof:
      'The reference lists campaigns only, because it is older than recommenders (API reference, GetRecommendations: ' +
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
    proof: 'An execution belongs to a standard or to an express workflow, and its ARN shows which.',
  },
  {
    action: 'cloudwatch:GetMetricData',
    allows: 'everything',
    proof: 'The resource type is the dataset of OTLP metrics, for PromQL; classic metrics have no ARN.',
  },
  {
    action: 'translate:TranslateText',
    allows: 'everything',
    proof: 'The resource types are terminologies and parallel data, which are optional in a call; a text has no ARN.',
  },
  {
    action: 'polly:SynthesizeSpeech',
    allows: 'everything',
    proof: 'The resource type is the lexicon, which is optional in a call; spoken text has no ARN.',
  },
];
