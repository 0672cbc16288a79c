import type { Call, Demand } from './service';

/** One event on its way to one target of a rule. */
export interface EventDelivery {
  readonly source: string;
  readonly detailType: string;
  readonly ruleName: string;
  readonly targetId: string;
}

export interface DeliveryFault {
  readonly kind: 'lose' | 'double' | 'reorder' | 'late';
  /** How long the event is held back. */
  readonly milliseconds: number;
}

/** Faults on demand: asked before each call that may fail, and before each delivery of an event. */
export interface Faults {
  /** Runs a call, or makes it fail, wait or hang. `demands`: the permissions that the call needed. */
  call(call: Call, demands: readonly Demand[], run: () => Promise<unknown>): Promise<unknown>;
  /** What happens to the delivery; `undefined` if it arrives once and at once. */
  delivery(delivery: EventDelivery): DeliveryFault | undefined;
}
