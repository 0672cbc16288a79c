import { pictureStates } from './picture';
import { speechStates } from './speech';
import { catchAll, everyError, film, invoke, retryService, type WorkflowLimits } from './steps';

/** The placeholders of the definition: function ARNs under their tasks' names, and the table of jobs. */
export const placeholders = [
  ...['Inspect', 'PlanLadder', 'Transcode', 'Publish', 'Fail'],
  ...['ExtractSound', 'Transcribe', 'Captions', 'Translate', 'Dub', 'TranscodeDub'],
  'JobsTable',
] as const;

const onError = catchAll('failure', 'Fail');

/**
 * The way of an asset from its source to its manifests, in Amazon States Language with JSONata.
 *
 * Input: `{assetId, run, source: {bucket, key, versionId, size}}`; with `speech` (see `SpeechRun`), for languages of an
 * asset that is published. Errors that functions throw end in `Fail`, the one place that records them; the execution
 * then fails with the same error. Those of the speech do not come so far.
 */
export function workflowDefinition(limits: WorkflowLimits) {
  return {
    Comment: 'A film from its source to its manifests',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Choice',
        Choices: [
          {
            // Nothing of the source is needed.
            Condition: `{% $exists(${film}.speech.original) %}`,
            Assign: {
              attempt: `{% ${film}.speech.attempt %}`,
              known: `{% {'cuesKey': ${film}.speech.original.cuesKey, 'durationSeconds': ${film}.speech.durationSeconds} %}`,
              targets: `{% ${film}.speech.languages %}`,
              probe: {},
              mustExtract: false,
              spoken: null,
            },
            Next: 'Make',
          },
        ],
        Assign: {
          attempt: `{% $exists(${film}.speech) ? ${film}.speech.attempt : ${film}.run %}`,
          known: {},
        },
        Default: 'Inspect',
      },
      Inspect: invoke('Inspect', `{% ${film} %}`, {
        Assign: {
          probe: '{% $states.result.Payload.probe %}',
          mustExtract: '{% $states.result.Payload.mustExtract %}',
          spoken: '{% $states.result.Payload.language %}',
          targets: `{% $exists(${film}.speech) ? ${film}.speech.languages : $states.result.Payload.targets %}`,
        },
        Catch: onError,
        Next: 'Make',
      }),
      Make: {
        Type: 'Parallel',
        Branches: [pictureStates(limits), speechStates(limits)],
        Output: {},
        Catch: onError,
        Next: 'Publish',
      },
      Publish: invoke(
        'Publish',
        `{% {'assetId': ${film}.assetId, 'run': ${film}.run, 'attempt': $attempt, 'isLast': true} %}`,
        { Catch: onError, Next: 'NotifyReady' },
      ),
      // The asset is ready by now. If nobody can be told, that fails the execution, but not the asset.
      NotifyReady: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: {
          Entries: [
            {
              Source: 'omnistream',
              DetailType: 'AssetReady',
              Detail: { assetId: `{% ${film}.assetId %}`, run: `{% ${film}.run %}` },
            },
          ],
        },
        Retry: retryService,
        End: true,
      },
      Fail: {
        ...invoke(
          'Fail',
          {
            assetId: `{% ${film}.assetId %}`,
            run: `{% ${film}.run %}`,
            attempt: '{% $attempt %}',
            error: '{% $failure.Error %}',
            cause: '{% $failure.Cause %}',
          },
          { Next: 'Failed' },
        ),
        // The execution ends with the asset's error in any case, and not with one of telling it.
        Catch: everyError({ Next: 'Failed' }),
      },
      Failed: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
    },
  };
}
