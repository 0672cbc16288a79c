import type {
  GetQueryExecutionCommandInput,
  GetQueryExecutionCommandOutput,
  QueryExecution,
  StopQueryExecutionCommandInput,
} from '@aws-sdk/client-athena';
import type { Kernel } from '../../../kernel/kernel';
import type { Call, Operation } from '../../../kernel/service';
import type { Executions } from '../executions';
import type { Execution } from '../model';

/** Checks the caller's permission on the query's work group. Throws `AccessDeniedException`. */
export function authorizeQuery(kernel: Kernel, call: Call, { workGroup }: Execution, action: string): void {
  const resource = `arn:aws:athena:${call.region}:${call.accountId}:workgroup/${workGroup}`;
  kernel.authorize(call.principal, call.region, [{ action: `athena:${action}`, resource }]);
}

export function getQueryExecution(kernel: Kernel, executions: Executions): Operation {
  return (input: GetQueryExecutionCommandInput, call): Omit<GetQueryExecutionCommandOutput, '$metadata'> => {
    const execution = executions.get(call.region, input.QueryExecutionId);
    authorizeQuery(kernel, call, execution, 'GetQueryExecution');
    return { QueryExecution: described(execution, kernel.now()) };
  };
}

export function stopQueryExecution(kernel: Kernel, executions: Executions): Operation {
  return async (input: StopQueryExecutionCommandInput, call) => {
    const execution = executions.get(call.region, input.QueryExecutionId);
    authorizeQuery(kernel, call, execution, 'StopQueryExecution');
    await executions.cancel(execution);
    return {};
  };
}

/** The category of the user's own mistakes (user guide, "Athena error catalog"). */
const userError = 2;

function described(execution: Execution, now: number): QueryExecution {
  const { id, sql, parameters, database, workGroup, output, encryption, state, reason } = execution;
  const { submittedAt, startedAt, completedAt, scanned, reused, reuseWithin } = execution;
  const end = completedAt ?? now;
  return {
    QueryExecutionId: id,
    Query: sql,
    StatementType: 'DML',
    SubstatementType: 'SELECT',
    ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
    ResultConfiguration: {
      OutputLocation: output,
      ...(encryption && {
        EncryptionConfiguration: { EncryptionOption: encryption.option, KmsKey: encryption.key },
      }),
    },
    ResultReuseConfiguration: {
      ResultReuseByAgeConfiguration: { Enabled: reuseWithin !== undefined, MaxAgeInMinutes: reuseWithin },
    },
    QueryExecutionContext: { Catalog: 'awsdatacatalog', Database: database },
    Status: {
      State: state,
      StateChangeReason: reason,
      SubmissionDateTime: new Date(submittedAt),
      ...(completedAt !== undefined && { CompletionDateTime: new Date(completedAt) }),
      ...(state === 'FAILED' && {
        AthenaError: { ErrorCategory: userError, Retryable: false, ErrorMessage: reason },
      }),
    },
    Statistics: {
      DataScannedInBytes: scanned,
      EngineExecutionTimeInMillis: startedAt === undefined ? 0 : end - startedAt,
      QueryQueueTimeInMillis: (startedAt ?? end) - submittedAt,
      TotalExecutionTimeInMillis: end - submittedAt,
      ServiceProcessingTimeInMillis: 0,
      ResultReuseInformation: { ReusedPreviousResult: reused },
    },
    WorkGroup: workGroup,
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
  };
}
