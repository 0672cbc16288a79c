import type { FaultErrors } from './errors';
import { type CallRule, type FaultPlan, FaultPlanError } from './plan';

/** Refuses a plan with a service, operation or error that does not exist. Throws {@link FaultPlanError}. */
export function checkPlan(plan: FaultPlan, errors: FaultErrors): void {
  for (const [index, rule] of plan.calls.entries()) {
    const problem = problemOf(rule, errors);
    if (problem) throw new FaultPlanError(`The plan of faults is not valid: calls.${index}.${problem}`);
  }
}

function problemOf(rule: CallRule, errors: FaultErrors): string | undefined {
  const { service, operation } = rule;
  const error = 'error' in rule ? rule.error : undefined;
  if (service === undefined) {
    return error && 'error: an error needs a service, because each service has its own errors';
  }
  const operations = errors.operations(service);
  if (!operations) return `service: this runtime has no service '${service}'`;
  if (operation !== undefined && !operations.has(operation)) return `operation: ${service} has no ${operation}`;
  if (error !== undefined && errors.status(service, error) === undefined)
    return `error: ${service} has no error ${error}`;
  return undefined;
}
