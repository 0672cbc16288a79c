import type { Field } from './schema';

/** Times are milliseconds since 1970. */
interface Named {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface SchemaRecord extends Named {
  readonly domain?: string;
  readonly schema: string;
}

export interface GroupRecord extends Named {
  readonly domain?: string;
  readonly kmsKeyArn?: string;
  readonly roleArn?: string;
}

export interface DatasetRecord extends Named {
  readonly groupArn: string;
  readonly type: 'Interactions' | 'Items' | 'Users';
  readonly schemaArn: string;
  /** The schema that the dataset was created with, if it has been replaced. Templates continue to name this one. */
  readonly firstSchemaArn?: string;
}

export interface TrackerRecord extends Named {
  readonly groupArn: string;
  readonly trackingId: string;
}

export interface FilterRecord extends Named {
  readonly groupArn: string;
  readonly expression: string;
}

export interface RecommenderConfig {
  readonly itemExplorationConfig?: Readonly<Record<string, string>>;
  readonly minRecommendationRequestsPerSecond?: number;
  readonly trainingDataConfig?: object;
  readonly enableMetadataWithRecommendations?: boolean;
}

export interface RecommenderRecord extends Named {
  readonly groupArn: string;
  readonly recipeArn: string;
  readonly config: RecommenderConfig;
  readonly status: string;
  readonly failureReason?: string;
  /** The update in progress. `status` is the update's. */
  readonly update?: {
    readonly config: RecommenderConfig;
    readonly status: string;
    readonly createdAt: number;
    readonly updatedAt: number;
  };
}

export interface ImportRecord extends Named {
  readonly datasetArn: string;
  readonly dataLocation: string;
  readonly roleArn: string;
  readonly mode: 'FULL' | 'INCREMENTAL';
  readonly status: string;
  readonly failureReason?: string;
}

export interface DeletionRecord extends Named {
  readonly groupArn: string;
  readonly dataLocation: string;
  readonly roleArn: string;
  readonly status: string;
  readonly failureReason?: string;
  readonly numDeleted?: number;
}

/** A dataset with its schema's fields. */
export interface OpenDataset extends DatasetRecord {
  readonly fields: readonly Field[];
}
