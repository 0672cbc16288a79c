/** Limits of the workflow's waiting; see `Limits` in `lib/config.ts`. */
export interface WorkflowLimits {
  readonly jobSeconds: number;
  readonly jobChecks: number;
}

/** The placeholders of the definition: function ARNs under their tasks' names, and the table of jobs. */
export const placeholders = ['Inspect', 'PlanLadder', 'Transcode', 'Publish', 'Fail', 'JobsTable'] as const;

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** The task's input names the film by what the execution began with, whatever came in between. */
const film = '$states.context.Execution.Input';

// Errors of Lambda itself, or of the way to it: the call has not been made, or its answer was lost.
const retryLambda = [
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    IntervalSeconds: 2,
    BackoffRate: 2,
    MaxAttempts: 5,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  // The function died on the way, or ran out of time. What it had done by then, it finds when it is called again.
  { ErrorEquals: ['Lambda.Unknown', 'Sandbox.Timedout'], IntervalSeconds: 5, BackoffRate: 2, MaxAttempts: 2 },
];

const retryService = [
  { ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5, JitterStrategy: 'FULL' },
];

// A timeout has no cause.
const failure = "{% {'Error': $states.errorOutput.Error, 'Cause': $string($states.errorOutput.Cause) & ''} %}";

const toFail = { ErrorEquals: ['States.ALL'], Assign: { failure }, Next: 'Fail' };

/** A state that calls the function of the placeholder and keeps its answer in a variable. */
function invoke(name: string, payload: Json, then: { readonly Next: string; readonly Assign?: Json }) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: `\${${name}}`, Payload: payload },
    Retry: retryLambda,
    Catch: [toFail],
    ...then,
  };
}

/**
 * The way of an asset from its source to its manifests, in Amazon States Language with JSONata.
 *
 * Input: `{assetId, run, source: {bucket, key, versionId, size}}`. Errors that functions throw end in `Fail`, the one
 * place that records them; the execution then fails with the same error.
 */
export function workflowDefinition({ jobSeconds, jobChecks }: WorkflowLimits) {
  return {
    Comment: 'A film from its source to its manifests',
    QueryLanguage: 'JSONata',
    StartAt: 'Inspect',
    States: {
      Inspect: invoke('Inspect', `{% ${film} %}`, {
        Assign: { probe: '{% $states.result.Payload %}', checks: 0 },
        Next: 'PlanLadder',
      }),
      PlanLadder: invoke(
        'PlanLadder',
        { probe: '{% $probe %}' },
        {
          Assign: { ladder: '{% $states.result.Payload %}' },
          Next: 'Transcode',
        },
      ),
      Transcode: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder that CloudFormation fills in
          FunctionName: '${Transcode}',
          Payload: `{% $merge([${film}, {'ladder': $ladder, 'taskToken': $states.context.Task.Token}]) %}`,
        },
        TimeoutSeconds: jobSeconds,
        Retry: retryLambda,
        // The event of the job's end may be lost; the job itself knows.
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'FindJob' }, toFail],
        Next: 'Publish',
      },
      FindJob: {
        Type: 'Task',
        Resource: 'arn:aws:states:::dynamodb:getItem',
        Arguments: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
          TableName: '${JobsTable}',
          Key: { id: { S: `{% 'picture#' & ${film}.assetId & '#' & ${film}.run %}` } },
          ConsistentRead: true,
        },
        Retry: retryService,
        Catch: [toFail],
        Assign: { jobId: '{% $states.result.Item.jobId.S %}', checks: '{% $checks + 1 %}' },
        Next: 'ReadJob',
      },
      ReadJob: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:mediaconvert:getJob',
        Arguments: { Id: '{% $jobId %}' },
        Retry: retryService,
        Catch: [toFail],
        Output: '{% $states.result.Job %}',
        Next: 'JudgeJob',
      },
      JudgeJob: {
        Type: 'Choice',
        Choices: [
          { Condition: "{% $states.input.Status = 'COMPLETE' %}", Next: 'Publish' },
          {
            // Asked again, the function finds the job that is under way, and only gives it the new token.
            Condition: `{% $states.input.Status in ['SUBMITTED', 'PROGRESSING'] and $checks <= ${jobChecks} %}`,
            Next: 'Transcode',
          },
        ],
        Assign: {
          failure: {
            Error:
              "{% $states.input.Status in ['SUBMITTED', 'PROGRESSING'] ? 'TranscodeTimedOut' : 'TranscodeFailed' %}",
            Cause:
              "{% $exists($states.input.ErrorMessage) ? $states.input.ErrorMessage : 'MediaConvert: ' & $states.input.Status %}",
          },
        },
        Default: 'Fail',
      },
      Publish: invoke('Publish', `{% $merge([${film}, {'probe': $probe}]) %}`, { Next: 'NotifyReady' }),
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
            error: '{% $failure.Error %}',
            cause: '{% $failure.Cause %}',
          },
          { Next: 'Failed' },
        ),
        // The execution ends with the asset's error in any case, and not with one of telling it.
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Failed' }],
      },
      Failed: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
    },
  };
}
