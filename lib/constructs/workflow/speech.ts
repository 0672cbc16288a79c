import { concurrentLanguages } from '../polly-quota';
import { counters, encodingStates, transcriptionStates } from './job-states';
import {
  catchAll,
  everyError,
  film,
  invoke,
  jobKeyExpression,
  publication,
  speechRun as run,
  type States,
  type WorkflowLimits,
} from './steps';
import { patientStates, queuedBy } from './waiting';

/**
 * The states of one language: they publish translated captions, and then a dub. A failure affects this language only.
 * They read the variables `attempt`, `cuesKey` and `seconds`.
 */
function languageStates(limits: WorkflowLimits): States {
  const onError = catchAll('languageFailure', 'NoteMissing');
  const waiting = { waits: '$language', queueSeconds: limits.queueSeconds, onError };
  return {
    Language: {
      Type: 'Pass',
      Assign: {
        language: '{% $states.input %}',
        ...counters('TranscodeDub'),
        [queuedBy('Translate')]: 0,
        [queuedBy('Dub')]: 0,
      },
      Next: 'Translate',
    },
    ...patientStates(
      { name: 'Translate', code: 'WaitingForTranslation', ...waiting },
      `{% {${run}, 'target': $language, 'cuesKey': $cuesKey, 'durationSeconds': $seconds} %}`,
      { Assign: { translation: '{% $states.result.Payload %}' }, Next: 'PublishCaptions' },
    ),
    PublishCaptions: invoke('Publish', publication("{'kind': 'captions', 'captions': $translation}"), {
      Catch: onError,
      Next: 'Dub',
    }),
    ...patientStates(
      { name: 'Dub', code: 'WaitingForVoice', ...waiting },
      `{% {${run}, 'cuesKey': $translation.cuesKey, 'durationSeconds': $seconds} %}`,
      {
        Assign: { dub: '{% $states.result.Payload %}' },
        Next: 'TranscodeDub',
        // The dub of a long film takes longer than a function may run. The next call continues from the cached speech.
        Retry: [{ ErrorEquals: ['Sandbox.Timedout'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 8 }],
      },
    ),
    ...encodingStates({
      name: 'TranscodeDub',
      members: `{${run}, 'language': $language}`,
      key: jobKeyExpression('dub', `${film}.assetId`, '$attempt', '$language'),
      seconds: '$seconds',
      waits: '$language',
      code: 'WaitingForEncoder',
      limits,
      next: 'PublishDub',
      onError,
    }),
    PublishDub: invoke(
      'Publish',
      publication("{'kind': 'dub', 'language': $language, 'folder': $dub.folder, 'report': $dub.report}"),
      { Catch: onError, Next: 'LanguageDone' },
    ),
    NoteMissing: invoke(
      'Publish',
      publication(
        "{'kind': 'missing', 'language': $language, 'error': $languageFailure.Error, 'cause': $languageFailure.Cause}",
      ),
      // If this fails too, the last publication marks the language as missing.
      { Catch: everyError({ Assign: {}, Next: 'LanguageDone' }), Next: 'LanguageDone' },
    ),
    LanguageDone: { Type: 'Succeed', Output: {} },
  };
}

/** JSONata for the name of the transcription job, as `transcriptionJobName` makes it. */
const transcriptionJob = `${film}.assetId & '-' & $attempt`;

/**
 * The branch of the speech: it recognizes the speech, makes captions, and adds the other languages. Its failures never
 * fail the asset; they are recorded in the asset's `speech`. It reads the variables `attempt`, `probe`, `mustExtract`,
 * `spoken`, `targets`, and `known`: the captions of an earlier execution, if there was one.
 */
export function speechStates(limits: WorkflowLimits): { readonly StartAt: string; readonly States: States } {
  const onError = catchAll('speechFailure', 'NoteFailure');
  return {
    StartAt: 'SpeechWanted',
    States: {
      SpeechWanted: {
        Type: 'Choice',
        Choices: [
          {
            Condition: '{% $exists($known.cuesKey) %}',
            Assign: {
              cuesKey: '{% $known.cuesKey %}',
              seconds: '{% $known.durationSeconds %}',
              wanted: '{% $targets %}',
            },
            Next: 'Languages',
          },
          { Condition: '{% $count($probe.audio) = 0 %}', Next: 'SpeechDone' },
        ],
        Assign: counters('ExtractSound', 'Transcribe'),
        Default: 'ListenTo',
      },
      ListenTo: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $mustExtract %}', Next: 'ExtractSound' }],
        Default: 'Transcribe',
      },
      ...encodingStates({
        name: 'ExtractSound',
        members:
          `${film}, {${run}, 'durationSeconds': $probe.durationSeconds, ` +
          `'track': $probe.audio[0].track, 'rightTrack': $probe.audio[0].rightTrack, ` +
          `'streams': $probe.audio[0].streams, 'withBed': $count($targets) > 0}`,
        key: jobKeyExpression('sound', `${film}.assetId`, '$attempt'),
        seconds: '$probe.durationSeconds',
        waits: "'speech'",
        code: 'WaitingForEncoder',
        limits,
        next: 'Transcribe',
        onError,
      }),
      ...transcriptionStates({
        name: 'Transcribe',
        members:
          `${film}, {${run}, 'isExtracted': $mustExtract, 'container': $probe.container, 'durationSeconds': $probe.durationSeconds, ` +
          `'trackLanguage': $probe.audio[0].language}, $spoken ? {'language': $spoken} : {}`,
        job: transcriptionJob,
        seconds: '$probe.durationSeconds',
        waits: "'speech'",
        code: 'WaitingForRecognition',
        limits,
        next: 'MakeCaptions',
        onError,
      }),
      MakeCaptions: invoke(
        'Captions',
        `{% $merge([{${run}, 'jobId': ${transcriptionJob}, 'targets': $targets, ` +
          "'durationSeconds': $probe.durationSeconds}, $spoken ? {'language': $spoken} : {}]) %}",
        {
          Assign: {
            heard: '{% $states.result.Payload %}',
            cuesKey: "{% $string($states.result.Payload.captions.cuesKey) & '' %}",
            seconds:
              '{% $exists($states.result.Payload.durationSeconds) ? $states.result.Payload.durationSeconds : 0 %}',
            wanted: '{% [$states.result.Payload.targets] %}',
          },
          Catch: onError,
          Next: 'PublishHeard',
        },
      ),
      PublishHeard: invoke('Publish', publication("{'kind': 'heard', 'heard': $heard}"), {
        Catch: onError,
        Next: 'SpeechFound',
      }),
      SpeechFound: {
        Type: 'Choice',
        Choices: [{ Condition: "{% $heard.speech = 'found' %}", Next: 'Languages' }],
        Default: 'SpeechDone',
      },
      Languages: {
        Type: 'Map',
        Items: '{% $wanted %}',
        MaxConcurrency: concurrentLanguages,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'Language',
          States: languageStates(limits),
        },
        Catch: onError,
        Output: {},
        Next: 'SpeechDone',
      },
      NoteFailure: invoke(
        'Publish',
        publication("{'kind': 'failed', 'error': $speechFailure.Error, 'cause': $speechFailure.Cause}"),
        { Catch: everyError({ Assign: {}, Next: 'SpeechDone' }), Next: 'SpeechDone' },
      ),
      SpeechDone: { Type: 'Succeed', Output: {} },
    },
  };
}
