import type { EventEnvelope } from './event';
import type { Target } from './rule';

/** The delivery of one event to one target. */
export interface Delivery {
  readonly id: string;
  readonly event: EventEnvelope;
  readonly ruleArn: string;
  readonly region: string;
  /** The target at the time when the event matched. */
  readonly target: Target;
  readonly input: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  readonly attempts: number;
}
