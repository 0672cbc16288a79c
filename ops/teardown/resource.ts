/** A resource that CloudFormation knows to be of one of the stage's stacks. */
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
 * What teardown knows of one resource type. Everything may be called again after it was cut off, and for resources that
 * are gone.
 */
export interface ResourceKind {
  /** What is lost with it, such as `12 objects, 3.4 MB`; `undefined` where it is gone. */
  describe(resource: StageResource): Promise<string | undefined>;
  /** Makes it such that CloudFormation can delete it. @default - it can be deleted as it is */
  prepare?(resource: StageResource, say: Say): Promise<void>;
  /** Deletes one that its stack left behind (DeletionPolicy Retain). */
  remove(resource: StageResource, say: Say): Promise<void>;
  /** Whether it refuses to be deleted. @default - it does not */
  isProtected?(resource: StageResource): Promise<boolean>;
}

/** Runs a call, and returns `undefined` where AWS says by one of these errors that the thing is not there. */
export async function unlessGone<T>(names: readonly string[], call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (names.includes((error as Error).name)) return undefined;
    throw error;
  }
}
