import type { Principal } from '../../../kernel/service';
import type { Step } from '../run';

/** Calls an operation with the state machine's role. */
export type Caller = (service: string, operation: string, input: unknown, region?: string) => Promise<unknown>;

export function callerOf({ engine, execution }: Step): Caller {
  const principal: Principal = {
    kind: 'role',
    accountId: engine.kernel.accountId,
    roleArn: execution.roleArn,
    sessionName: execution.name,
  };
  return (service, operation, input, region = execution.region) =>
    engine.kernel.call({ service, operation, region, principal, input, fallible: true });
}
