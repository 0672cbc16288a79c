import type { UseCase } from '../../../lambda/shared/recommenders';
import { everyError } from '../workflow/steps';
import { call } from './steps';

const arn = '{% $recommender.arn %}';
const outcome = (word: string) => `{% {'useCase': $recommender.useCase, 'outcome': '${word}'} %}`;

/** What the review of one recommender begins with. */
export interface Reviewed {
  readonly useCase: UseCase;
  /** How often a recommender of the use case was asked for in the last seven days. */
  readonly asked: string;
  readonly recipe: string;
  readonly group: string;
  readonly name: string;
  readonly arn: string;
  /** Whether it may be made, when there is enough to learn from. */
  readonly creates: boolean;
  /** Whether it may be there. In JSONata where that depends on others. */
  readonly keep: boolean | string;
}

// Somebody else does the same, or the opposite: tomorrow is another day.
const conflicts = ['Personalize.ResourceAlreadyExistsException', 'Personalize.ResourceInUseException'];

/** Whatever goes wrong is this recommender's, and no other's. */
const onError = everyError({
  Output:
    "{% {'useCase': $recommender.useCase, 'outcome': 'failed', 'error': $states.errorOutput.Error, " +
    "'cause': $states.errorOutput.Cause ? $string($states.errorOutput.Cause) : ''} %}",
  Next: 'Reviewed',
});

/** Asks for a change that takes its time; nobody waits for it. */
function change(operation: string, parameters: Readonly<Record<string, string | object>>, word: string) {
  return call(`aws-sdk:personalize:${operation}`, {
    arguments: parameters as never,
    telling: conflicts,
    output: outcome(word),
    catches: [{ ErrorEquals: conflicts, Output: outcome('in use'), Next: 'Reviewed' }, ...onError],
    next: 'Reviewed',
  });
}

const isOld = '$toMillis($states.input.CreationDateTime) < $millis() - 7 * 86400000';

// Nothing else is deleted: one on its way from one state to another refuses it.
const deletable = "$states.input.Status in ['ACTIVE', 'INACTIVE', 'CREATE FAILED']";
// Of a group that was replaced under the same number, which only a change of its key or role causes.
const isForeign = '$states.input.DatasetGroupArn != $recommender.group';

/** The review of one recommender, `Reviewed`, as the processor of a Map. Variables of the outside: `mayCreate`. */
export const review = {
  ProcessorConfig: { Mode: 'INLINE' },
  StartAt: 'One',
  States: {
    One: { Type: 'Pass', Assign: { recommender: '{% $states.input %}' }, Next: 'Describe' },
    Describe: call('aws-sdk:personalize:describeRecommender', {
      arguments: { RecommenderArn: arn },
      telling: ['Personalize.ResourceNotFoundException'],
      output: '{% $states.result.Recommender %}',
      catches: [{ ErrorEquals: ['Personalize.ResourceNotFoundException'], Next: 'Missing' }, ...onError],
      next: 'Look',
    }),
    Missing: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $mayCreate and $recommender.creates %}', Next: 'Create' }],
      Output: outcome('missing'),
      Default: 'Reviewed',
    },
    Look: {
      Type: 'Choice',
      Choices: [
        { Condition: `{% ${deletable} and ($not($recommender.keep) or ${isForeign}) %}`, Next: 'Delete' },
        {
          Condition: `{% $states.input.Status = 'ACTIVE' and $recommender.asked = 0 and ${isOld} %}`,
          Next: 'Stop',
        },
        { Condition: "{% $states.input.Status = 'INACTIVE' and $recommender.asked > 0 %}", Next: 'Start' },
        // It would be in the way of the next attempt.
        { Condition: "{% $states.input.Status = 'CREATE FAILED' %}", Next: 'Delete' },
      ],
      Output: "{% {'useCase': $recommender.useCase, 'outcome': $states.input.Status} %}",
      Default: 'Reviewed',
    },
    Create: change(
      'createRecommender',
      {
        Name: '{% $recommender.name %}',
        DatasetGroupArn: '{% $recommender.group %}',
        RecipeArn: '{% $recommender.recipe %}',
        // The least there is; it grows by itself.
        RecommenderConfig: { MinRecommendationRequestsPerSecond: 1 },
      },
      'created',
    ),
    Start: change('startRecommender', { RecommenderArn: arn }, 'started'),
    Stop: change('stopRecommender', { RecommenderArn: arn }, 'stopped'),
    Delete: change('deleteRecommender', { RecommenderArn: arn }, 'deleted'),
    Reviewed: { Type: 'Succeed' },
  },
};
