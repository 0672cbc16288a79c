/** A resource that belongs to a stack of the stage, according to CloudFormation. */
export interface StageResource {
  readonly stack: string;
  readonly region: string;
  readonly logicalId: string;
  readonly type: string;
  /** The physical id: a bucket's name, a dataset group's ARN. */
  readonly id: string;
}

export type Say = (line: string) => void;

/**
 * The handling of one resource type. Every method can be called again after an interruption, and for resources that no
 * longer exist.
 */
export interface ResourceKind {
  /** Describes the data that will be lost, such as `12 objects, 3.4 MB`. Returns `undefined` if the resource is gone. */
  describe(resource: StageResource): Promise<string | undefined>;
  /** Prepares the resource for its deletion by CloudFormation. @default - no preparation is needed */
  prepare?(resource: StageResource, say: Say): Promise<void>;
  /** Deletes a resource that its stack left behind (DeletionPolicy Retain). */
  remove(resource: StageResource, say: Say): Promise<void>;
  /** Whether the resource has deletion protection. @default - it does not */
  isProtected?(resource: StageResource): Promise<boolean>;
}

/** Runs a call. Returns `undefined` if one of these errors shows that the resource does not exist. */
export async function unlessGone<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (names.includes((error as Error).name)) return undefined;
    throw error;
  }
}
