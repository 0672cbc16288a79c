import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** The views of the lake that recommendations use. */
type LakeView = 'personalize_interactions' | 'personalize_minima' | 'popular' | 'trending';

/** Queries of the lake. */
export interface LakeQueries {
  readonly databaseName: string;
  /** Workgroup for interactive queries. */
  readonly workgroupName: string;
  /** Workgroup for exports, below `imports/`. */
  readonly importsWorkgroupName: string;
  grantQueryStep(grantee: IGrantable & IConstruct, views: readonly LakeView[]): void;
  grantImport(grantee: IGrantable & IConstruct, views: readonly LakeView[]): void;
}
