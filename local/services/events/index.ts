import { randomUUID } from 'node:crypto';
import * as sdk from '@aws-sdk/client-eventbridge';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService, ServiceEvent } from '../../kernel/service';
import { Deliveries } from './deliveries';
import { type EventEnvelope, isoSeconds } from './event';
import { putEvents } from './operations/put-events';
import { ruleOperations } from './operations/rules';
import { matches } from './pattern';
import { permissions } from './permissions';
import { busResource, ruleResource } from './resources';
import { type Bus, Rules } from './rule';

export interface EventsService extends LocalService {
  /** Puts an event of an AWS service on the region's default bus. Resolves once all its deliveries are stored. */
  emit(region: string, event: ServiceEvent): Promise<void>;
}

/**
 * EventBridge: buses, rules and their targets. Each delivery is stored before its event is accepted, and repeated after
 * an error or a restart until it succeeds. Retries come sooner than on AWS.
 */
export function createEvents(kernel: Kernel): EventsService {
  const rules = new Rules(kernel.accountId);
  const deliveries = new Deliveries(kernel);

  const publish = (bus: Bus, event: EventEnvelope): void => {
    for (const rule of rules.list(bus.region, bus.name)) {
      if (rule.enabled && matches(rule.pattern, event)) deliveries.accept(event, rule);
    }
  };

  return {
    wire: {
      id: 'events',
      sdk,
      permissions,
      operations: { ...ruleOperations(rules), PutEvents: putEvents({ rules, publish, now: () => kernel.now() }) },
    },
    resources: { 'AWS::Events::Rule': ruleResource(kernel, rules), 'AWS::Events::EventBus': busResource(rules) },
    async emit(region, { source, detailType, detail, resources = [] }) {
      publish(rules.bus(region) as Bus, {
        version: '0',
        id: randomUUID(),
        'detail-type': detailType,
        source,
        account: kernel.accountId,
        time: isoSeconds(kernel.now()),
        region,
        resources,
        detail,
      });
    },
    start: () => deliveries.resume(),
    stop: () => deliveries.stop(),
  };
}
