import type {
  DescribeEventBusCommandInput,
  DescribeRuleCommandInput,
  ListRulesCommandInput,
  ListTargetsByRuleCommandInput,
  TestEventPatternCommandInput,
} from '@aws-sdk/client-eventbridge';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { isObject } from '../check-match';
import { parsePattern } from '../parse-pattern';
import { matches } from '../pattern';
import type { Bus, Rule, Rules } from '../rule';

/**
 * The members that an event must have. The API reference also lists `resources`, but the service does not require it.
 */
const mandatory = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

const describe = ({ name, arn, patternText, enabled, description, busName }: Rule) => ({
  Name: name,
  Arn: arn,
  EventPattern: patternText,
  State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
  Description: description,
  EventBusName: busName,
});

function parseEvent(text: string): Record<string, unknown> {
  const notValid = () => new ServiceError('ValidationException', 'Parameter Event is not valid.');
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw notValid();
  }
  if (!isObject(event) || mandatory.some((field) => !(field in event))) throw notValid();
  return event;
}

export function ruleOperations(rules: Rules): Readonly<Record<string, Operation>> {
  const busOf = (name: string | undefined, { region }: Call): Bus => {
    const bus = rules.bus(region, name);
    if (!bus) throw new ServiceError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
    return bus;
  };
  const ruleOf = (name: string | undefined, busName: string | undefined, call: Call): Rule => {
    const bus = busOf(busName, call);
    const rule = rules.list(bus.region, bus.name).find((one) => one.name === name);
    if (rule) return rule;
    throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
  };
  return {
    ListRules({ NamePrefix = '', EventBusName }: ListRulesCommandInput, call: Call) {
      const { region, name } = busOf(EventBusName, call);
      const found = rules.list(region, name).filter((rule) => rule.name.startsWith(NamePrefix));
      return { Rules: found.map(describe) };
    },
    DescribeRule: ({ Name, EventBusName }: DescribeRuleCommandInput, call: Call) =>
      describe(ruleOf(Name, EventBusName, call)),
    ListTargetsByRule: ({ Rule: name, EventBusName }: ListTargetsByRuleCommandInput, call: Call) => ({
      Targets: ruleOf(name, EventBusName, call).targets,
    }),
    DescribeEventBus({ Name }: DescribeEventBusCommandInput, call: Call) {
      const { name, arn } = busOf(Name, call);
      return { Name: name, Arn: arn };
    },
    ListEventBuses: (_input: unknown, { region }: Call) => ({
      EventBuses: rules.listBuses(region).map(({ name, arn }) => ({ Name: name, Arn: arn })),
    }),
    TestEventPattern({ EventPattern = '', Event = '' }: TestEventPatternCommandInput) {
      const event = parseEvent(Event);
      return { Result: matches(parsePattern(EventPattern), event) };
    },
  };
}
