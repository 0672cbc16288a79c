import type { ServiceEvent } from '../../kernel/service';
import type { Execution } from './records';

/** Source: Step Functions developer guide, "Automating event delivery with EventBridge". */
export function statusChange(execution: Execution): ServiceEvent {
  const { arn, name, stateMachineArn, status, startDate, stopDate, input, output, error, cause } = execution;
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [arn],
    detail: {
      executionArn: arn,
      stateMachineArn,
      name,
      status,
      startDate,
      stopDate: stopDate ?? null,
      input,
      output: output ?? null,
      inputDetails: { included: true },
      outputDetails: output === undefined ? null : { included: true },
      error: error ?? null,
      cause: cause ?? null,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: 0,
      redriveDate: null,
    },
  };
}
