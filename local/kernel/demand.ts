import type { Call } from './service';

/** One permission that a call needs: all demands of a call must be allowed. */
export interface Demand {
  /** `s3:GetObject` */
  readonly action: string;
  /** The ARN acted on, or `*` where the action knows no resource. */
  readonly resource: string;
  /** Condition keys beside the global ones, such as `s3:prefix` or `kms:ViaService`. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Which permissions each API operation needs, by operation name, after the Service Authorization Reference.
 * An operation that is not in its service's map is denied.
 */
// biome-ignore lint/suspicious/noExplicitAny: each map narrows the input by the SDK's own types
export type ActionMap = Readonly<Record<string, (input: any, call: Call) => readonly Demand[]>>;
