import { pictureStates } from './picture';
import { retryService } from './retries';
import { speechStates } from './speech';
import { catchAll, everyError, film, filmRun, invoke, type WorkflowLimits } from './steps';
import { patientStates, queuedBy } from './waiting';

/** The placeholders of the definition: function ARNs under their tasks' names, and the table of jobs. */
export const placeholders = [
  ...['Inspect', 'Budget', 'PlanLadder', 'Transcode', 'Publish', 'Fail'],
  ...['ExtractSound', 'Transcribe', 'Captions', 'Translate', 'Dub', 'TranscodeDub'],
  'JobsTable',
] as const;

const onError = catchAll('failure', 'Fail');

/** JSONata for what identifies an execution's reservation. */
const money = `${filmRun}, 'attempt': $attempt`;

/**
 * The workflow from an asset's source to its manifests, in Amazon States Language with JSONata.
 *
 * Input: `{assetId, run, source: {bucket, key, versionId, size}, correlationId?}`; with `speech` (see `SpeechRun`), for languages of an
 * asset that is published. The state `Fail` records all errors that functions throw, and the execution then fails with
 * the same error. Errors in the branch of the speech are recorded there and do not fail the execution.
 */
export function workflowDefinition(stage: string, limits: WorkflowLimits) {
  return {
    Comment: 'Processes a film from its source to its manifests',
    QueryLanguage: 'JSONata',
    StartAt: 'Begin',
    States: {
      Begin: {
        Type: 'Choice',
        Choices: [
          {
            // The source is not needed.
            Condition: `{% $exists(${film}.speech.original) %}`,
            Assign: {
              attempt: `{% ${film}.speech.attempt %}`,
              known: `{% {'cuesKey': ${film}.speech.original.cuesKey, 'durationSeconds': ${film}.speech.durationSeconds} %}`,
              targets: `{% ${film}.speech.languages %}`,
              probe: {},
              mustExtract: false,
              spoken: null,
            },
            Next: 'Reserve',
          },
        ],
        Assign: {
          attempt: `{% $exists(${film}.speech) ? ${film}.speech.attempt : ${film}.run %}`,
          known: {},
          [queuedBy('Inspect')]: 0,
        },
        Default: 'Inspect',
      },
      ...patientStates(
        {
          name: 'Inspect',
          waits: "'picture'",
          code: 'WaitingForEncoder',
          queueSeconds: limits.queueSeconds,
          onError,
        },
        `{% ${film} %}`,
        {
          Assign: {
            probe: '{% $states.result.Payload.probe %}',
            mustExtract: '{% $states.result.Payload.mustExtract %}',
            spoken: '{% $states.result.Payload.language %}',
            targets: `{% $exists(${film}.speech) ? ${film}.speech.languages : $states.result.Payload.targets %}`,
          },
          Next: 'Reserve',
        },
      ),
      Reserve: invoke(
        'Budget',
        `{% $merge([{'kind': 'reserve', ${money}, 'mustExtract': $mustExtract, 'languages': [$targets]}, ` +
          "$exists($known.cuesKey) ? {'durationSeconds': $known.durationSeconds} : {'probe': $probe}]) %}",
        { Assign: { decision: '{% $states.result.Payload.decision %}' }, Catch: onError, Next: 'MayMake' },
      ),
      MayMake: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $decision = 'wait' %}", Next: 'AwaitsApproval' }],
        Default: 'Make',
      },
      // The approval starts another execution, so that nothing is in progress while the film waits.
      AwaitsApproval: { Type: 'Succeed', Output: {} },
      Make: {
        Type: 'Parallel',
        Branches: [pictureStates(limits), speechStates(limits)],
        Output: {},
        Catch: onError,
        Next: 'Publish',
      },
      Publish: invoke('Publish', `{% {${filmRun}, 'attempt': $attempt, 'isLast': true} %}`, {
        Catch: onError,
        Next: 'Settle',
      }),
      Settle: invoke('Budget', `{% {'kind': 'settle', ${money}} %}`, {
        // The film is ready. A reservation that is not settled counts as estimated.
        Catch: everyError({ Assign: {}, Next: 'NotifyReady' }),
        Next: 'NotifyReady',
      }),
      // The asset is ready at this point. If the event cannot be sent, the execution fails, but the asset does not.
      NotifyReady: {
        Type: 'Task',
        Resource: 'arn:aws:states:::events:putEvents',
        Arguments: {
          Entries: [
            {
              Source: 'omnistream',
              DetailType: 'AssetReady',
              Detail: `{% {'stage': '${stage}', ${filmRun}} %}`,
            },
          ],
        },
        TimeoutSeconds: 60,
        Retry: retryService,
        End: true,
      },
      Fail: {
        ...invoke('Fail', `{% {${filmRun}, 'attempt': $attempt, 'error': $failure.Error, 'cause': $failure.Cause} %}`, {
          Next: 'Failed',
        }),
        // The execution always ends with the asset's error, not with an error of recording it.
        Catch: everyError({ Next: 'Failed' }),
      },
      Failed: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
    },
  };
}
