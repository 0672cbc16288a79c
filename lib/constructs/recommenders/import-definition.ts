import { useCases } from '../../../lambda/shared/recommenders';
import { catchAll, type States } from '../workflow/steps';
import { call, query } from './steps';

/** Personalize's minimum of training data: https://docs.aws.amazon.com/personalize/latest/dg/limits.html */
const minima = { interactions: 1000, viewersWithTwo: 25 } as const;

/** Maximum of polls of an import before the execution continues without it: four hours with one poll per minute. */
const importChecks = 240;

const notFound = 'Personalize.ResourceNotFoundException';

/** Stores the error for the end and continues: idle recommenders must be stopped even without new data. */
const goOn = catchAll('trouble', 'CountAsked');

/** The columns of `personalize_interactions`, in the order of the import file. */
const columns = ['user_id', 'item_id', '"timestamp"', 'event_type', 'event_value'];

/** The export of the lake and its import. Ends at `CountAsked`. */
const importing: States = {
  Export: query(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
    { sql: `SELECT ${columns.join(', ')} FROM personalize_interactions`, workgroup: '${ImportsWorkgroup}' },
    {
      assign: { exported: '{% $states.result.QueryExecution.ResultConfiguration.OutputLocation %}' },
      catches: goOn,
      next: 'MakeImportFile',
    },
  ),
  MakeImportFile: call('lambda:invoke', {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
    arguments: { FunctionName: '${ImportFile}', Payload: { exported: '{% $exported %}' } },
    assign: { location: '{% $states.result.Payload.location %}' },
    catches: goOn,
    next: 'Import',
  }),
  Import: call('aws-sdk:personalize:createDatasetImportJob', {
    arguments: {
      JobName: `{% '\${Prefix}-' & $string($toMillis($states.context.Execution.StartTime)) %}`,
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders that CloudFormation fills in
      DatasetArn: '${InteractionsDataset}',
      DataSource: { DataLocation: '{% $location %}' },
      RoleArn: '${ImportRole}',
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above
      ImportMode: 'FULL',
    },
    telling: ['Personalize.ResourceAlreadyExistsException', 'Personalize.ResourceInUseException'],
    assign: { job: '{% $states.result.DatasetImportJobArn %}' },
    catches: [
      {
        // Another execution is importing, and continues when its import has ended.
        ErrorEquals: ['Personalize.ResourceAlreadyExistsException', 'Personalize.ResourceInUseException'],
        Assign: { import: 'elsewhere' },
        Next: 'CountAsked',
      },
      ...goOn,
    ],
    next: 'WaitForImport',
  }),
  WaitForImport: { Type: 'Wait', Seconds: '{% $pollSeconds %}', Next: 'ReadImport' },
  ReadImport: call('aws-sdk:personalize:describeDatasetImportJob', {
    arguments: { DatasetImportJobArn: '{% $job %}' },
    assign: { checks: '{% $checks + 1 %}' },
    output: '{% $states.result.DatasetImportJob %}',
    catches: goOn,
    next: 'JudgeImport',
  }),
  JudgeImport: {
    Type: 'Choice',
    Choices: [
      {
        Condition: "{% $states.input.Status = 'ACTIVE' %}",
        Assign: { import: 'done', mayCreate: true },
        Next: 'FindRecommender',
      },
      {
        Condition: "{% $states.input.Status = 'CREATE FAILED' %}",
        Assign: {
          trouble: {
            Error: 'ImportFailed',
            Cause: "{% $exists($states.input.FailureReason) ? $states.input.FailureReason : 'no reason given' %}",
          },
        },
        Next: 'CountAsked',
      },
      { Condition: `{% $checks < ${importChecks} %}`, Next: 'WaitForImport' },
    ],
    Assign: { trouble: { Error: 'ImportTimedOut', Cause: '{% $job %}' } },
    Default: 'CountAsked',
  },
};

/**
 * Puts all titles and viewers into a dataset group without a recommender: the streams of their tables only contain changes
 * since the group was created. Ends at `CountAsked`.
 */
const loading = (newest: number): States => ({
  FindRecommender: call('aws-sdk:personalize:describeRecommender', {
    arguments: { RecommenderArn: `\${RecommenderPrefix${newest}}${useCases[0]}` },
    telling: [notFound],
    catches: [{ ErrorEquals: [notFound], Assign: { subject: 'titles', after: null }, Next: 'Load' }, ...goOn],
    next: 'CountAsked',
  }),
  Load: call('lambda:invoke', {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
    arguments: { FunctionName: '${Load}', Payload: { subject: '{% $subject %}', after: '{% $after %}' } },
    assign: { after: '{% $states.result.Payload.after %}' },
    // A recommender that was trained with half of the titles would be in use for a week.
    catches: goOn.map((each) => ({ ...each, Assign: { ...each.Assign, mayCreate: false } })),
    next: 'IsLoaded',
  }),
  IsLoaded: {
    Type: 'Choice',
    Choices: [
      { Condition: '{% $after != null %}', Next: 'Load' },
      { Condition: "{% $subject = 'titles' %}", Assign: { subject: 'viewers' }, Next: 'Load' },
    ],
    Default: 'CountAsked',
  },
});

/** Checks the minimum of training data, and imports it. Ends at `CountAsked`. */
export const counting = (newest: number): States => ({
  Count: query(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
    { sql: 'SELECT interactions, viewers_with_two FROM personalize_minima', workgroup: '${Workgroup}' },
    { output: '{% $states.result.QueryExecution.QueryExecutionId %}', catches: goOn, next: 'ReadCount' },
  ),
  ReadCount: call('athena:getQueryResults', {
    arguments: { QueryExecutionId: '{% $states.input %}' },
    // The first row has the columns' names.
    output: '{% {"counts": $states.result.ResultSet.Rows[1].Data.VarCharValue} %}',
    catches: goOn,
    next: 'Judge',
  }),
  Judge: {
    Type: 'Choice',
    Choices: [
      {
        Condition:
          `{% $number($states.input.counts[0]) >= ${minima.interactions} and ` +
          `$number($states.input.counts[1]) >= ${minima.viewersWithTwo} %}`,
        Assign: { import: 'failed' },
        Next: 'Export',
      },
    ],
    Default: 'CountAsked',
  },
  ...importing,
  ...loading(newest),
});
