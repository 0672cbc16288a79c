import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../../config';

export interface WorkgroupProps {
  readonly stage: Stage;
  /** What follows `omnistream-{stage}` in its name. */
  readonly suffix?: string;
  readonly description: string;
  readonly lake: IBucket;
  readonly lakeKey: IKey;
  /** Where results go: `results/`. */
  readonly prefix: string;
  /** Most that one query may read, in bytes. */
  readonly scanLimit: number;
}

/** How queries of the lake are run: none writes elsewhere, or reads without bounds, whatever its client asks. */
export class Workgroup extends Construct {
  readonly workgroupName: string;
  readonly prefix: string;

  constructor(scope: Construct, id: string, props: WorkgroupProps) {
    super(scope, id);
    const { stage, lake, lakeKey } = props;
    this.prefix = props.prefix;
    this.workgroupName = `omnistream-${stage.name}${props.suffix ?? ''}`;
    new CfnWorkGroup(this, 'Workgroup', {
      name: this.workgroupName,
      description: props.description,
      state: 'ENABLED',
      recursiveDeleteOption: !stage.protectData,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.scanLimit,
        requesterPaysEnabled: false,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: lake.s3UrlForObject(props.prefix),
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKey: lakeKey.keyArn },
        },
      },
    });
  }
}
