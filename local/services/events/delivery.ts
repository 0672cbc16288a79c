import type { EventEnvelope } from './event';
import type { Target } from './rule';

/** One event on its way to one target. */
export interface Delivery {
  readonly id: string;
  readonly event: EventEnvelope;
  readonly ruleArn: string;
  readonly region: string;
  /** The target as it was when the event matched. */
  readonly target: Target;
  readonly input: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  readonly attempts: number;
}
