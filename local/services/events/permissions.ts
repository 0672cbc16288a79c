import type { Call, Permissions } from '../../kernel/service';

const busArn = (nameOrArn = 'default', { region, accountId }: Call) =>
  nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:events:${region}:${accountId}:event-bus/${nameOrArn}`;

function ruleArn(name: string, bus: string | undefined, { region, accountId }: Call): string {
  const busName = (bus ?? 'default').replace(/^arn:.*:event-bus\//, '');
  return `arn:aws:events:${region}:${accountId}:rule/${busName === 'default' ? '' : `${busName}/`}${name}`;
}

/** Source: Service Authorization Reference, Amazon EventBridge. */
export const permissions: Permissions = {
  PutEvents({ Entries = [] }: { Entries?: { EventBusName?: string }[] }, call) {
    const buses = new Set(Entries.map(({ EventBusName }) => busArn(EventBusName, call)));
    return [...(buses.size ? buses : [busArn(undefined, call)])].map((resource) => ({
      action: 'events:PutEvents',
      resource,
    }));
  },
  ListRules: () => [{ action: 'events:ListRules', resource: '*' }],
  DescribeRule: ({ Name = '', EventBusName }: { Name?: string; EventBusName?: string }, call) => [
    { action: 'events:DescribeRule', resource: ruleArn(Name, EventBusName, call) },
  ],
  ListTargetsByRule: ({ Rule = '', EventBusName }: { Rule?: string; EventBusName?: string }, call) => [
    { action: 'events:ListTargetsByRule', resource: ruleArn(Rule, EventBusName, call) },
  ],
  DescribeEventBus: ({ Name }: { Name?: string }, call) => [
    { action: 'events:DescribeEventBus', resource: busArn(Name, call) },
  ],
  ListEventBuses: () => [{ action: 'events:ListEventBuses', resource: '*' }],
  TestEventPattern: () => [{ action: 'events:TestEventPattern', resource: '*' }],
};
