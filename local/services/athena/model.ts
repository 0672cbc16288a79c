import type { ResultColumn } from '../../engines/query/athena-type';
import type { Principal } from '../../kernel/service';

/** How results are encrypted; without one, as the bucket says. */
export interface ResultEncryption {
  readonly option: 'SSE_S3' | 'SSE_KMS';
  readonly key?: string;
}

export interface WorkGroup {
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  readonly enabled: boolean;
  /** Whether its settings hold, whatever a client asks. */
  readonly enforced: boolean;
  /** `s3://bucket/prefix/` */
  readonly location?: string;
  readonly encryption?: ResultEncryption;
  /** In bytes, of one query. */
  readonly cutoff?: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One query and what became of it. Times are milliseconds since 1970. */
export interface Execution {
  readonly id: string;
  readonly region: string;
  readonly workGroup: string;
  /** Digest of what the client asked: a token that comes again must ask the same. */
  readonly request: string;
  /** In whose name tables are read and the result is written. */
  readonly principal: Principal;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly database?: string;
  /** `s3://bucket/prefix/{id}.csv` */
  readonly output: string;
  readonly encryption?: ResultEncryption;
  /** In bytes. */
  readonly cutoff?: number;
  /** In minutes; missing where the client wants no earlier result. */
  readonly reuseWithin?: number;
  readonly reused: boolean;
  readonly submittedAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly state: State;
  readonly reason?: string;
  /** Sizes of the objects that were read, in bytes. */
  readonly scanned: number;
  readonly columns?: readonly ResultColumn[];
}
