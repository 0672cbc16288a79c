import { type UseCase, useCases } from '../../../lambda/shared/recommenders';
import { stageMetric } from '../stage-metric';
import { catchAll, type States } from '../workflow/steps';
import { counting } from './import-definition';
import { type Reviewed, review } from './review-definition';
import { moveSchema } from './schema-definition';
import { call } from './steps';
import { recipes } from './use-cases';

/** The recommenders that the state machine manages. */
export interface LifecycleScope {
  /** The stage's name. */
  readonly stage: string;
  /** Number of use cases with a recommender. */
  readonly maxRecommenders: number;
  /** Numbers of dataset groups, the newest first. */
  readonly generations: readonly [number, ...number[]];
}

/** Number of requests for each recommender. JSONata's sum of an empty array is 0. */
function countingAsked(stage: string, some: readonly UseCase[]): States {
  const queries = some.map((useCase, index) => ({
    Id: `asked${index}`,
    ReturnData: true,
    MetricStat: {
      Metric: stageMetric(stage, 'RecommenderAsked', { UseCase: useCase }).reference,
      Period: 86_400,
      Stat: 'Sum',
    },
  }));
  const sums = some.map((useCase, index) => [
    useCase,
    `{% $sum([$states.result.MetricDataResults[Id = 'asked${index}'].Values]) %}`,
  ]);
  return {
    CountAsked: call('aws-sdk:cloudwatch:getMetricData', {
      arguments: {
        MetricDataQueries: queries,
        StartTime: '{% $fromMillis($millis() - 7 * 86400000) %}',
        EndTime: '{% $now() %}',
      },
      assign: { asked: Object.fromEntries(sums) },
      catches: catchAll('trouble', 'Judged'),
      next: 'Newest',
    }),
  };
}

/** The input of a generation's review, for each use case. */
function cases(generation: number, { maxRecommenders, generations }: LifecycleScope): Reviewed[] {
  const isNewest = generation === generations[0];
  return useCases.map((useCase, index) => {
    const isWanted = index < maxRecommenders;
    const isActive = `'ACTIVE' in $reviewed[useCase = '${useCase}'].outcome`;
    return {
      useCase,
      asked: isWanted ? `{% $lookup($asked, '${useCase}') %}` : '{% 0 %}',
      recipe: `arn:\${Partition}:personalize:::recipe/${recipes[useCase]}`,
      group: `\${Group${generation}}`,
      name: `\${Prefix}-${generation}-${useCase}`,
      arn: `\${RecommenderPrefix${generation}}${useCase}`,
      creates: isNewest && isWanted,
      // An older recommender is kept only until the newest generation has an active one.
      keep: isNewest || !isWanted ? isWanted : `{% $not(${isActive}) %}`,
    };
  });
}

/** Reviews the newest recommenders, and then the older ones with the outcomes of the newest. Ends at `Judged`. */
function reviewing(scope: LifecycleScope): States {
  const [newest, ...older] = scope.generations;
  const isFirst = '$count($reviewed) = 0';
  return {
    Newest: { Type: 'Pass', Output: { cases: cases(newest, scope) }, Next: 'Review' },
    // A Map over generations, since a state machine cannot contain two states with the same name.
    Review: {
      Type: 'Map',
      Items: '{% $states.input.cases %}',
      ItemProcessor: review,
      Assign: {
        reviewed: `{% ${isFirst} ? $states.result : $reviewed %}`,
        older: `{% ${isFirst} ? [] : $states.result %}`,
      },
      Catch: catchAll('trouble', 'Judged'),
      Next: older.length > 0 ? 'AreOlderReviewed' : 'Judged',
    },
    ...(older.length > 0 && {
      AreOlderReviewed: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $count($older) = 0 %}', Next: 'Older' }],
        Default: 'Judged',
      },
      Older: { Type: 'Pass', Output: { cases: older.flatMap((one) => cases(one, scope)) }, Next: 'Review' },
    }),
  };
}

/** Moves the datasets of titles and viewers to their newest schemas. The schema of Interactions cannot change. */
function moving({ generations }: LifecycleScope, next: string): States {
  const datasets = generations.flatMap((generation) =>
    ['Items', 'Users'].map((type) => ({
      arn: `\${${type}Dataset${generation}}`,
      schema: `\${${type}Schema${generation}}`,
    })),
  );
  return {
    Datasets: { Type: 'Pass', Output: { datasets }, Next: 'MoveSchemas' },
    MoveSchemas: {
      Type: 'Map',
      Items: '{% $states.input.datasets %}',
      ItemProcessor: moveSchema,
      Assign: { moved: '{% $states.result %}' },
      Catch: catchAll('trouble', next),
      Next: next,
    },
  };
}

/**
 * The daily management of recommenders, in Amazon States Language with JSONata. Input: `{pollSeconds?}`.
 *
 * If the lake has the minimum of data, all of it is imported and missing recommenders are created. In any case,
 * recommenders without a request for a week are stopped, stopped ones with a request since are started, and those are
 * deleted that are above the stage's number, or that the newest generation replaces. A stage without recommenders imports
 * nothing. Output: `{import, recommenders: [{useCase, outcome}], older: the same, schemas: [{dataset, outcome}]}`.
 * An error fails the execution, but only after all other steps.
 */
export function lifecycleDefinition(scope: LifecycleScope) {
  const some = useCases.slice(0, scope.maxRecommenders);
  const failures = [
    { list: '$reviewed', error: 'RecommenderFailed' },
    { list: '$older', error: 'RecommenderFailed' },
    { list: '$moved', error: 'SchemaFailed' },
  ];
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
          import: some.length > 0 ? 'too little' : 'not wanted',
          mayCreate: false,
          checks: 0,
          moved: [],
          reviewed: [],
          older: [],
        },
        Next: 'Datasets',
      },
      ...moving(scope, some.length > 0 ? 'Count' : 'Newest'),
      ...(some.length > 0 && { ...counting(scope.generations[0]), ...countingAsked(scope.stage, some) }),
      ...reviewing(scope),
      Judged: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $trouble != null %}', Next: 'Failed' },
          ...failures.map(({ list, error }) => ({
            Condition: `{% 'failed' in ${list}.outcome %}`,
            Assign: { trouble: { Error: error, Cause: `{% $string(${list}[outcome = 'failed']) %}` } },
            Next: 'Failed',
          })),
        ],
        Default: 'Done',
      },
      Failed: { Type: 'Fail', Error: '{% $trouble.Error %}', Cause: '{% $trouble.Cause %}' },
      Done: {
        Type: 'Succeed',
        Output: {
          import: '{% $import %}',
          recommenders: '{% $reviewed %}',
          older: '{% $older %}',
          schemas: '{% $moved %}',
        },
      },
    },
  };
}
