import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { interactionsPrefix, interactionsRule } from './lake/lake-bucket';
import { PrivateBucket } from './private-bucket';
import { restRule } from './source-bucket';

export interface SecondCopiesProps {
  readonly stage: Stage;
  /** Encrypts the copies of sources. */
  readonly contentKey: IKey;
  /** Encrypts the copies of interactions. */
  readonly dataKey: IKey;
  readonly serverAccessLogsBucket: IBucket;
}

/** Copies of the data that cannot be made again, in the second region. Only an operator reads them. */
export class SecondCopies extends Construct {
  readonly uploads: PrivateBucket;
  readonly lake: PrivateBucket;

  constructor(scope: Construct, id: string, props: SecondCopiesProps) {
    super(scope, id);
    const { stage, contentKey, dataKey, serverAccessLogsBucket } = props;
    this.uploads = new PrivateBucket(this, 'Uploads', {
      ...{ stage, encryptionKey: contentKey, serverAccessLogsBucket, serverAccessLogsPrefix: 'uploads/' },
      lifecycleRules: [restRule],
    });
    this.lake = new PrivateBucket(this, 'Lake', {
      ...{ stage, encryptionKey: dataKey, serverAccessLogsBucket, serverAccessLogsPrefix: 'lake/' },
      // S3 does not replicate what a lifecycle rule deletes.
      lifecycleRules: [interactionsRule(stage)],
    });
  }
}

/** Keys that have a second copy: all sources, and the interactions of the lake. The rest of the lake can be made again. */
export const copiedPrefixes = { uploads: 'uploads/', lake: interactionsPrefix } as const;
