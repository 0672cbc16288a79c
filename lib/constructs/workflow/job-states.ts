import type { ReasonCode } from '../../../lambda/shared/reasons';
import { retryService } from './retries';
import { type Catcher, failureOf, invokeAndWait, type States, type WorkflowLimits } from './steps';
import { busyStates, catchBusy, nextWait, noteWaiting, queuedBy, type WaitingStep } from './waiting';

// The name of an error that the table of reasons explains to creators.
const failed: ReasonCode = 'TranscodeFailed';

/** Seconds before the first look at a job of a film without length. The event of its end is usually earlier. */
const shortestSeconds = 30;

/** A step whose function creates a job in another service and which waits for the event of its end. */
interface JobStep extends Omit<WaitingStep, 'queueSeconds'> {
  /** JSONata for the function's input, without the task token. */
  readonly members: string;
  /** JSONata for the film's duration in seconds; `null` or absent if it is not known. */
  readonly seconds: string;
  readonly limits: WorkflowLimits;
  readonly next: string;
}

/** How to read a job's state. */
interface Look {
  /** The states that end with the job's state `{Status, ErrorMessage?}` as output; each catches its own errors. */
  readonly states: States;
  /** The first of them. */
  readonly first: string;
  readonly queued: string;
  readonly running: string;
  /** The states of a job that has ended, after which the step is done. */
  readonly done: readonly string[];
  /** The error if the job takes too long. */
  readonly late: ReasonCode;
}

/** The variable with the seconds that a step has waited for a job in progress. Its scope must set it to 0 first. */
const waitedBy = (name: string) => `${name.toLowerCase()}Waited`;

/** The variables of a step's states, which the scope must assign first. */
export const counters = (...names: readonly string[]) =>
  Object.fromEntries(names.flatMap((name) => [queuedBy(name), waitedBy(name)].map((variable) => [variable, 0])));

/**
 * The states of a job: create it, and wait for the event of its end. The event may be lost: after a time in proportion to
 * the film, the workflow reads the job's state and waits again, as long as the job is queued or in progress. Called again,
 * the function finds the job and only records the new task token.
 */
function jobStates(step: JobStep, judge: string, look: Look): States {
  const { name, members, seconds, limits, next, onError } = step;
  const waiting = { ...step, queueSeconds: limits.queueSeconds };
  const [queued, waited] = [queuedBy(name), waitedBy(name)];
  const first = `(${shortestSeconds} + ($exists(${seconds}) and ${seconds} != null ? $ceil(${seconds}) : 0))`;
  const pause = nextWait(`($${queued} + $${waited})`, first);
  const isQueued = `$states.input.Status = '${look.queued}'`;
  const isRunning = `$states.input.Status = '${look.running}'`;
  const { variable, next: failure } = failureOf(onError);
  return {
    [name]: {
      ...invokeAndWait(name, members, `{% ${pause} %}`),
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: look.first }, catchBusy(waiting), ...onError],
      Next: next,
    },
    ...busyStates(waiting),
    ...look.states,
    [judge]: {
      Type: 'Choice',
      Choices: [
        { Condition: `{% $states.input.Status in ${JSON.stringify(look.done)} %}`, Next: next },
        {
          Condition: `{% ${isQueued} and $${queued} < ${limits.queueSeconds} %}`,
          Assign: { [queued]: `{% $${queued} + ${pause} %}` },
          Next: `Note${name}Queued`,
        },
        {
          Condition: `{% ${isRunning} and $${waited} < ${limits.jobSeconds} %}`,
          Assign: { [waited]: `{% $${waited} + ${pause} %}` },
          Next: name,
        },
      ],
      Assign: {
        [variable]: {
          Error: `{% ${isQueued} or ${isRunning} ? '${look.late}' : '${failed}' %}`,
          Cause:
            "{% $exists($states.input.ErrorMessage) ? $states.input.ErrorMessage : 'The job is ' & $states.input.Status %}",
        },
      },
      Default: failure,
    },
    [`Note${name}Queued`]: noteWaiting(waiting, name),
  };
}

/** A call of a service by the state machine itself. */
function call(
  resource: string,
  then: { readonly Arguments: object; readonly Catch: readonly Catcher[]; readonly [field: string]: unknown },
) {
  return { Type: 'Task', Resource: `arn:aws:states:::${resource}`, TimeoutSeconds: 60, Retry: retryService, ...then };
}

/** The states of a MediaConvert job. @param step.key JSONata for the key of the job's record in the `jobs` table */
export function encodingStates(step: JobStep & { readonly key: string }): States {
  const { name, key, onError } = step;
  const [find, read, judge] = [`Find${name}Job`, `Read${name}Job`, `Judge${name}Job`];
  const job = `${name.toLowerCase()}Job`;
  return jobStates(step, judge, {
    queued: 'SUBMITTED',
    running: 'PROGRESSING',
    done: ['COMPLETE'],
    late: 'TranscodeTimedOut',
    first: find,
    states: {
      [find]: call('dynamodb:getItem', {
        Arguments: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
          TableName: '${JobsTable}',
          Key: { id: { S: `{% ${key} %}` } },
          ConsistentRead: true,
        },
        Catch: onError,
        Assign: { [job]: '{% $states.result.Item.jobId.S %}' },
        Next: read,
      }),
      [read]: call('aws-sdk:mediaconvert:getJob', {
        Arguments: { Id: `{% $${job} %}` },
        Catch: onError,
        Output: '{% $states.result.Job %}',
        Next: judge,
      }),
    },
  });
}

/** The states of a transcription. A transcription that failed is done too: `captions` reads the reason. */
export function transcriptionStates(step: JobStep & { readonly job: string }): States {
  const { name, job, onError } = step;
  const [read, judge] = [`Read${name}Job`, `Judge${name}Job`];
  return jobStates(step, judge, {
    queued: 'QUEUED',
    running: 'IN_PROGRESS',
    done: ['COMPLETED', 'FAILED'],
    late: 'TranscriptionPending',
    first: read,
    states: {
      [read]: call('aws-sdk:transcribe:getTranscriptionJob', {
        Arguments: { TranscriptionJobName: `{% ${job} %}` },
        Catch: onError,
        Output: "{% {'Status': $states.result.TranscriptionJob.TranscriptionJobStatus} %}",
        Next: judge,
      }),
    },
  });
}
