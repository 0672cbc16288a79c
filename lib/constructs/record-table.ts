import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Stage } from '../config';
import { grantKeyUse } from './data-key';
import { recoveryDays } from './recovery-window';

export interface RecordTableProps extends Pick<TablePropsV2, 'timeToLiveAttribute'> {
  readonly stage: Stage;
  readonly encryptionKey: IKey;
  /** Region of a replica, and the ARN of its key. @default - no replica */
  readonly replica?: { readonly region: string; readonly keyArn: string };
  /**
   * Whether the table has a stream of rows before and after each change; one with a replica always does. @default false
   */
  readonly hasStream?: boolean;
  /** Indexes. @default - none */
  readonly indexes?: readonly Index[];
}

interface Index {
  readonly name: string;
  /** The partition key, a string attribute. */
  readonly by: string;
  /** @default - the index has one row for each value */
  readonly sortedBy?: { readonly name: string; readonly type: AttributeType };
  /** Whether the index contains the keys only. @default false */
  readonly keysOnly?: boolean;
}

/** A table of records with a string key `id`, on-demand capacity and point-in-time recovery for five weeks. */
export class RecordTable extends TableV2 {
  private readonly key: IKey;
  private readonly indexNames: readonly string[];

  constructor(scope: Construct, id: string, props: RecordTableProps) {
    const { stage, encryptionKey, replica, indexes = [], hasStream } = props;
    super(scope, id, {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      globalSecondaryIndexes: indexes.map(({ name, by, sortedBy, keysOnly }) => ({
        indexName: name,
        partitionKey: { name: by, type: AttributeType.STRING },
        sortKey: sortedBy,
        projectionType: keysOnly ? ProjectionType.KEYS_ONLY : undefined,
      })),
      timeToLiveAttribute: props.timeToLiveAttribute,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(encryptionKey, replica && { [replica.region]: replica.keyArn }),
      replicas: replica && [{ region: replica.region }],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: recoveryDays },
      dynamoStream: hasStream ? StreamViewType.NEW_AND_OLD_IMAGES : undefined,
      deletionProtection: stage.protectData,
      removalPolicy: stage.removalPolicy,
    });
    this.key = encryptionKey;
    this.indexNames = indexes.map(({ name }) => name);
  }

  /** Grants exactly these operations on items by id. */
  grantItems(grantee: IGrantable, ...operations: readonly ItemOperation[]): void {
    const actions = operations.map((operation) => `dynamodb:${operation}`);
    Grant.addToPrincipal({ grantee, actions, resourceArns: [this.tableArn] });
    this.grantKey(grantee, operations.every(isReading) ? ['Decrypt'] : [...writing]);
  }

  /** Grants queries of these indexes. Throws for an index that the table does not have. */
  grantQuery(grantee: IGrantable, ...indexes: readonly string[]): void {
    this.grantIndexes(grantee, 'Query', indexes);
  }

  /** Grants reading all rows of an index. Throws for an index that the table does not have. */
  grantIndexScan(grantee: IGrantable, index: string): void {
    this.grantIndexes(grantee, 'Scan', [index]);
  }

  private grantIndexes(grantee: IGrantable, operation: 'Query' | 'Scan', indexes: readonly string[]): void {
    const unknown = indexes.find((name) => !this.indexNames.includes(name));
    if (unknown) throw new Error(`${this.node.path} has no index '${unknown}'`);
    const resourceArns = indexes.map((name) => `${this.tableArn}/index/${name}`);
    Grant.addToPrincipal({ grantee, actions: [`dynamodb:${operation}`], resourceArns });
    this.grantKey(grantee, ['Decrypt']);
  }

  /** Grants the same as CDK's own method, but limits the use of the key to DynamoDB. */
  override grantStreamRead(grantee: IGrantable): Grant {
    this.grantKey(grantee, ['Decrypt']);
    if (!this.tableStreamArn) throw new Error(`${this.node.path} has no stream`);
    const resourceArns = [this.tableStreamArn];
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html: it has no resource
    // types
    Grant.addToPrincipal({ grantee, actions: ['dynamodb:ListStreams'], resourceArns: ['*'] });
    return Grant.addToPrincipal({ grantee, actions: [...readingStreams], resourceArns });
  }

  private grantKey(grantee: IGrantable, actions: readonly string[]): void {
    grantKeyUse(this.key, grantee, { of: this, via: 'dynamodb', actions });
  }
}

/**
 * Uses of a table's key by DynamoDB for its callers:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const writing = ['Decrypt', 'Encrypt', 'GenerateDataKey*', 'ReEncrypt*'] as const;

const readingStreams = ['DescribeStream', 'GetRecords', 'GetShardIterator'].map((action) => `dynamodb:${action}`);

export type ItemOperation = 'GetItem' | 'BatchGetItem' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';

function isReading(operation: ItemOperation): boolean {
  return ['GetItem', 'BatchGetItem', 'Scan'].includes(operation);
}
