import { everyError, type States } from '../workflow/steps';
import { call } from './steps';

const outcome = (word: string, cause = '') =>
  `{% {'dataset': $dataset.arn, 'outcome': '${word}'${cause && `, 'cause': ${cause}`}} %}`;

const onError = everyError({ Output: outcome('failed', "$string($states.errorOutput.Cause) & ''"), Next: 'Moved' });

// An import or another update is in progress; the next execution tries again.
const conflict = 'Personalize.ResourceInUseException';

/** Requests the update without waiting. The next execution reads its result. */
const update = (output: string) =>
  call('aws-sdk:personalize:updateDataset', {
    arguments: { DatasetArn: '{% $dataset.arn %}', SchemaArn: '{% $dataset.schema %}' },
    telling: [conflict],
    output,
    catches: [{ ErrorEquals: [conflict], Output: outcome('in use'), Next: 'Moved' }, ...onError],
    next: 'Moved',
  });

const toWanted =
  '$exists($states.input.LatestDatasetUpdate) and $states.input.LatestDatasetUpdate.SchemaArn = $dataset.schema';

/** Moves one dataset, `{arn, schema}`, to its newest schema, as the processor of a Map. */
export const moveSchema = {
  ProcessorConfig: { Mode: 'INLINE' },
  StartAt: 'Dataset',
  States: {
    Dataset: { Type: 'Pass', Assign: { dataset: '{% $states.input %}' }, Next: 'DescribeDataset' },
    DescribeDataset: call('aws-sdk:personalize:describeDataset', {
      arguments: { DatasetArn: '{% $dataset.arn %}' },
      output: '{% $states.result.Dataset %}',
      catches: onError,
      next: 'Compare',
    }),
    Compare: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.SchemaArn = $dataset.schema %}',
          Output: outcome('newest'),
          Next: 'Moved',
        },
        {
          Condition: `{% ${toWanted} and $contains($states.input.LatestDatasetUpdate.Status, 'FAILED') %}`,
          Output: '{% $states.input.LatestDatasetUpdate %}',
          Next: 'UpdateAgain',
        },
        {
          Condition: `{% ${toWanted} and $states.input.LatestDatasetUpdate.Status != 'ACTIVE' %}`,
          Output: outcome('on its way'),
          Next: 'Moved',
        },
      ],
      Default: 'Update',
    },
    Update: update(outcome('updated')),
    // A failure is reported once a day until it is resolved.
    UpdateAgain: update(outcome('failed', "$string($states.input.FailureReason) & ''")),
    Moved: { Type: 'Succeed' },
  } satisfies States,
};
