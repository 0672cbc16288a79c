import { type Rule, resources } from '../rule';

/**
 * "If the value is equal to 1, then the unit must be singular. If the value is greater than 1, the unit must be plural."
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 * "You can't specify the Day-of-month and Day-of-week fields in the same cron expression": one of them is `?`.
 */
export const schedules: Rule = {
  name: 'schedules',
  check: (assembly) =>
    resources(assembly, 'AWS::Events::Rule', 'AWS::Scheduler::Schedule').flatMap(({ construct, resource }) => {
      const expression = resource.Properties?.ScheduleExpression;
      const message = typeof expression === 'string' ? problem(expression) : undefined;
      return message ? [{ rule: 'schedules', construct, message }] : [];
    }),
};

function problem(expression: string): string | undefined {
  const [, kind, inner = ''] = /^(rate|cron|at)\((.+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') {
    const [, value, plural] = /^(\d+) (?:minute|hour|day)(s?)$/.exec(inner) ?? [];
    const right = value !== undefined && Number(value) > 0 && (value === '1') === (plural === '');
    return right ? undefined : `EventBridge refuses "${expression}". Write rate(1 minute), but rate(2 minutes).`;
  }
  if (kind === 'cron') {
    const fields = inner.split(' ');
    if (fields.length !== 6)
      return `"${expression}" has ${fields.length} fields. EventBridge requires six, with the year last.`;
    const unknown = [fields[2], fields[4]].filter((field) => field === '?').length;
    return unknown === 1
      ? undefined
      : `EventBridge refuses "${expression}". Exactly one of day-of-month and day-of-week must be "?".`;
  }
  return kind === 'at' ? undefined : `"${expression}" is not a schedule. Write rate(…), cron(…) or at(…).`;
}
