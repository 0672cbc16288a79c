import { type UseCase, useCases } from '../../../lambda/shared/recommenders';
import { stageMetric } from '../stage-metric';
import { catchAll, type States } from '../workflow/steps';
import { counting } from './import-definition';
import { type Reviewed, review } from './review-definition';
import { moveSchema } from './schema-definition';
import { call } from './steps';
import { recipes } from './use-cases';

/** What the state machine is to look after. */
export interface LifecycleScope {
  /** The stage's name. */
  readonly stage: string;
  /** So many of the use cases have a recommender. */
  readonly maxRecommenders: number;
  /** Numbers of dataset groups, the newest first. */
  readonly generations: readonly [number, ...number[]];
}

/** How often each recommender was asked for. A sum of nothing is 0, but only of an array. */
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

/** What the review of a generation begins with, of each use case. */
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
      // What an older one does until the newest one can is worth its price, and no longer.
      keep: isNewest || !isWanted ? isWanted : `{% $not(${isActive}) %}`,
    };
  });
}

/** Of the newest recommenders, and then, knowing what became of them, of the older ones. Ends at `Judged`. */
function reviewing(scope: LifecycleScope): States {
  const [newest, ...older] = scope.generations;
  const isFirst = '$count($reviewed) = 0';
  return {
    Newest: { Type: 'Pass', Output: { cases: cases(newest, scope) }, Next: 'Review' },
    // Used twice: no two states of a state machine have the same name, so that it cannot be there twice.
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

/** Moves datasets to their newest schemas: titles and viewers, since Interactions keep theirs for ever. */
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
 * What becomes of the recommenders, once a day, in Amazon States Language with JSONata. Input: `{pollSeconds?}`.
 *
 * With enough in the lake, all of it is imported, and those recommenders are made that are missing. In any case those
 * are stopped that had no request for a week, those started that had one since, and those deleted that the stage
 * does not want any more, or that the newest generation has an active one for. A stage without recommenders imports
 * nothing. Output: `{import, recommenders: [{useCase, outcome}], older: the same, schemas: [{dataset, outcome}]}`.
 * Whatever failed fails the execution, but only when all else is done.
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
