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

/** Returns the demands of one call of an API operation. */
// biome-ignore lint/suspicious/noExplicitAny: each permission narrows the input by the SDK's own types
export type Permission = (input: any, call: Call) => readonly Demand[];

/**
 * The permissions of a service's API operations, by operation name, as the Service Authorization Reference lists them.
 * A call of an operation without an entry is denied.
 */
export type Permissions = Readonly<Record<string, Permission>>;
