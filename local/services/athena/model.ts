import type { ResultColumn } from '../../engines/query/athena-type';
import type { Principal } from '../../kernel/service';

/** The encryption of results. Without it, the bucket's default encryption applies. */
export interface ResultEncryption {
  readonly option: 'SSE_S3' | 'SSE_KMS';
  readonly key?: string;
}

export interface WorkGroup {
  readonly name: string;
  readonly region: string;
  readonly description?: string;
  readonly enabled: boolean;
  /** Whether the work group's settings override those of clients. */
  readonly enforced: boolean;
  /** `s3://bucket/prefix/` */
  readonly location?: string;
  readonly encryption?: ResultEncryption;
  /** The maximum number of bytes that one query may read. */
  readonly cutoff?: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One query and its state. Times are milliseconds since 1970. */
export interface Execution {
  readonly id: string;
  readonly region: string;
  readonly workGroup: string;
  /** The digest of the client's request. Requests with the same token must have the same digest. */
  readonly request: string;
  /** The principal that reads the tables and writes the result. */
  readonly principal: Principal;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly database?: string;
  /** `s3://bucket/prefix/{id}.csv` */
  readonly output: string;
  readonly encryption?: ResultEncryption;
  /** The maximum number of bytes. */
  readonly cutoff?: number;
  /** Minutes; absent if the client does not accept an earlier result. */
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
