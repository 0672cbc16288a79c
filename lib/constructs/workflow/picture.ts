import { counters, encodingStates } from './job-states';
import { catchAll, film, filmRun, invoke, jobKeyExpression, type States, type WorkflowLimits } from './steps';

/** JSONata for the `Lengths` of `lambda/media-pipeline/messages.ts`. A missing medium has no length. */
const seconds = (medium: string) =>
  `($exists(${medium}) ? ($exists(${medium}.durationSeconds) ? ${medium}.durationSeconds : $probe.durationSeconds))`;
const lengths = `{'picture': ${seconds('$probe.video')}, 'sound': ${seconds('$probe.audio[0]')}}`;

/** The branch that encodes and publishes the picture and the original sound. It reads the variable `probe`. */
export function pictureStates(limits: WorkflowLimits): { readonly StartAt: string; readonly States: States } {
  const onError = catchAll('pictureFailure', 'PictureFailed');
  return {
    StartAt: 'PictureWanted',
    States: {
      PictureWanted: {
        Type: 'Choice',
        Choices: [{ Condition: `{% $exists(${film}.speech) %}`, Next: 'PictureDone' }],
        Assign: counters('Transcode'),
        Default: 'PlanLadder',
      },
      PlanLadder: invoke('PlanLadder', `{% {${filmRun}, 'probe': $probe} %}`, {
        Assign: { ladder: '{% $states.result.Payload %}' },
        Catch: onError,
        Next: 'Transcode',
      }),
      ...encodingStates({
        name: 'Transcode',
        members: `${film}, {'ladder': $ladder, 'lengths': ${lengths}}`,
        key: jobKeyExpression('picture', `${film}.assetId`, `${film}.run`),
        seconds: '$probe.durationSeconds',
        waits: "'picture'",
        code: 'WaitingForEncoder',
        limits,
        next: 'PublishPicture',
        onError,
      }),
      PublishPicture: invoke('Publish', `{% {${filmRun}, 'probe': $probe} %}`, {
        Catch: onError,
        Next: 'PictureDone',
      }),
      PictureDone: { Type: 'Succeed', Output: {} },
      PictureFailed: {
        Type: 'Fail',
        Error: '{% $pictureFailure.Error %}',
        Cause: '{% $pictureFailure.Cause %}',
      },
    },
  };
}
