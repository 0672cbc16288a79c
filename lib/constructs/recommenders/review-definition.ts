import type { UseCase } from '../../../lambda/shared/recommenders';
import { everyError } from '../workflow/steps';
import { call } from './steps';

const arn = '{% $recommender.arn %}';
const outcome = (word: string) => `{% {'useCase': $recommender.useCase, 'outcome': '${word}'} %}`;

/** The input of one recommender's review. */
export interface Reviewed {
  readonly useCase: UseCase;
  /** Number of requests for a recommender of the use case in the last seven days. */
  readonly asked: string;
  readonly recipe: string;
  readonly group: string;
  readonly name: string;
  readonly arn: string;
  /** Whether the recommender may be created, if there is enough training data. */
  readonly creates: boolean;
  /** Whether the recommender may exist; JSONata if that depends on others. */
  readonly keep: boolean | string;
}

// Another process is changing the recommender; the next execution reviews it again.
const conflicts = ['Personalize.ResourceAlreadyExistsException', 'Personalize.ResourceInUseException'];

/** Records an error as the outcome of this recommender, so that it does not affect others. */
const onError = everyError({
  Output:
    "{% {'useCase': $recommender.useCase, 'outcome': 'failed', 'error': $states.errorOutput.Error, " +
    "'cause': $states.errorOutput.Cause ? $string($states.errorOutput.Cause) : ''} %}",
  Next: 'Reviewed',
});

/** Requests a change without waiting for its end. */
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

// Only these states: Personalize refuses the deletion of a recommender between two states.
const deletable = "$states.input.Status in ['ACTIVE', 'INACTIVE', 'CREATE FAILED']";
// The recommender belongs to a replaced group with the same number: its key or role has changed.
const isForeign = '$states.input.DatasetGroupArn != $recommender.group';

/** The review of one recommender, `Reviewed`, as the processor of a Map. It uses the outer variable `mayCreate`. */
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
        // A failed recommender would prevent the next attempt.
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
        // The minimum capacity; it scales automatically.
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
