import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** The lake's views that recommendations are made from. */
export type LakeView = 'personalize_interactions' | 'personalize_minima' | 'popular' | 'trending';

/** How the lake is asked. */
export interface LakeQueries {
  readonly databaseName: string;
  /** Answers are for whoever asked. */
  readonly workgroupName: string;
  /** Answers are files to import, below `imports/`. */
  readonly importsWorkgroupName: string;
  grantQueryStep(grantee: IGrantable & IConstruct, views: readonly LakeView[]): void;
  grantImport(grantee: IGrantable & IConstruct, views: readonly LakeView[]): void;
}
