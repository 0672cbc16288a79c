import { catchAll, type States } from '../workflow/steps';
import { review } from './review-definition';
import { call, query } from './steps';
import { recipes, useCases } from './use-cases';

/** What Personalize wants before it learns: https://docs.aws.amazon.com/personalize/latest/dg/limits.html */
export const minima = { interactions: 1000, viewersWithTwo: 25 } as const;

/** How often an import is looked after before the execution goes on without it: four hours, if once a minute. */
export const importChecks = 240;

/** Remembers what went wrong, and goes on: recommenders that nobody asks cost as much without new data. */
const goOn = catchAll('trouble', 'CountAsked');

/** The columns of `personalize_interactions`, in the order of the import file. */
const columns = ['user_id', 'item_id', '"timestamp"', 'event_type', 'event_value'];

const metricQueries = useCases.map((useCase, index) => ({
  Id: `asked${index}`,
  ReturnData: true,
  MetricStat: {
    Metric: {
      Namespace: 'OmniStream',
      MetricName: 'RecommenderAsked',
      Dimensions: [{ Name: 'UseCase', Value: useCase }],
    },
    Period: 86_400,
    Stat: 'Sum',
  },
}));

/** The use cases with their recipes, and how often each was asked for. A sum of nothing is 0, but only of an array. */
const reviewed = useCases.map((useCase, index) => ({
  useCase,
  recipe: `arn:\${Partition}:personalize:::recipe/${recipes[useCase]}`,
  asked: `{% $sum([$states.result.MetricDataResults[Id = 'asked${index}'].Values]) %}`,
}));

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
        // Another execution imports, and goes on when that is done.
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
        Next: 'CountAsked',
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
 * What becomes of the recommenders, once a day, in Amazon States Language with JSONata. Input: `{pollSeconds?}`.
 *
 * With enough in the lake, all of it is imported, and those recommenders are made that are missing. In any case those
 * are stopped that nobody asked for a week, and those started that somebody asked since. Output: `{import,
 * recommenders: [{useCase, outcome}]}`. Whatever failed fails the execution, but only when all else is done.
 */
export function lifecycleDefinition() {
  return {
    Comment: 'Imports what was watched, and makes, starts and stops recommenders',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Pass',
        Assign: {
          pollSeconds: '{% $exists($states.input.pollSeconds) ? $states.input.pollSeconds : 60 %}',
          trouble: null,
          import: 'too little',
          mayCreate: false,
          checks: 0,
          reviewed: [],
        },
        Next: 'Count',
      },
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
      CountAsked: call('aws-sdk:cloudwatch:getMetricData', {
        arguments: {
          MetricDataQueries: metricQueries,
          StartTime: '{% $fromMillis($millis() - 7 * 86400000) %}',
          EndTime: '{% $now() %}',
        },
        output: { cases: reviewed },
        catches: catchAll('trouble', 'Judged'),
        next: 'Review',
      }),
      Review: {
        Type: 'Map',
        Items: '{% $states.input.cases %}',
        ItemProcessor: review,
        Assign: { reviewed: '{% $states.result %}' },
        Catch: catchAll('trouble', 'Judged'),
        Next: 'Judged',
      },
      Judged: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $trouble != null %}', Next: 'Failed' },
          {
            Condition: "{% 'failed' in $reviewed.outcome %}",
            Assign: {
              trouble: { Error: 'RecommenderFailed', Cause: "{% $string($reviewed[outcome = 'failed']) %}" },
            },
            Next: 'Failed',
          },
        ],
        Default: 'Done',
      },
      Failed: { Type: 'Fail', Error: '{% $trouble.Error %}', Cause: '{% $trouble.Cause %}' },
      Done: { Type: 'Succeed', Output: { import: '{% $import %}', recommenders: '{% $reviewed %}' } },
    },
  };
}
