import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Stage } from '../../config';

export interface WorkgroupProps {
  readonly stage: Stage;
  /** The part of the name after `omnistream-{stage}`. */
  readonly suffix?: string;
  readonly description: string;
  readonly lake: IBucket;
  readonly lakeKey: IKey;
  /** Prefix of the results: `results/`. */
  readonly prefix: string;
  /** Maximum of bytes that one query may read. */
  readonly scanLimit: number;
}

/** An Athena workgroup whose location of results and limit of bytes apply to every query, overriding its client's. */
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
