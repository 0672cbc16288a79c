import { Duration, Stack } from 'aws-cdk-lib';
import { type CfnRole, Effect, Grant, type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import { folderKeys, workKeys, workPrefix } from '../../lambda/shared/content-layout';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { allowTranscribe } from './transcribe-access';

export interface ContentBucketProps extends PrivateBucketProps {
  readonly encryptionKey: IKey;
}

/**
 * Encoded films, readable by this account's CloudFront distributions.
 *
 * The policy cannot name the one distribution: its stack depends on this one, and its id in this bucket's policy would
 * make the dependency circular (aws-cdk issue 31462).
 */
export class ContentBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id, {
      ...props,
      lifecycleRules: [
        // Intermediate files of dubs: kept so that another attempt does not pay again, and not needed after that.
        { id: 'work', prefix: workPrefix, expiration: Duration.days(30) },
      ],
    });
    // CDK creates the replication role, and has no property for its description.
    const replicationRole = this.node.tryFindChild('ReplicationRole')?.node.defaultChild as CfnRole | undefined;
    if (replicationRole) replicationRole.description = 'S3 replicates films to the second region with this role';
    const { account, partition } = Stack.of(this);
    const principals = [new ServicePrincipal('cloudfront.amazonaws.com')];
    const conditions = {
      ArnLike: { 'AWS:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/*` },
    };
    // Without ListBucket, S3 responds 403 to missing objects as to forbidden ones, so names cannot be probed.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distributions',
        effect: Effect.ALLOW,
        principals,
        actions: ['s3:GetObject'],
        resources: [this.arnForObjects('*')],
        conditions,
      }),
    );
    props.encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distributions',
        effect: Effect.ALLOW,
        principals,
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions,
      }),
    );
  }

  /** Grants permission to write renditions, dubs and extracted sound, and to read the sound of dubs. */
  grantEncode(grantee: IGrantable & IConstruct): void {
    for (const keys of [folderKeys('picture'), folderKeys('dubs'), workKeys]) this.grantStore(keys, grantee);
    this.grantOn(workKeys, grantee, ['s3:GetObject'], ['Decrypt']);
  }

  /** Grants permission to list and read renditions and dubs, and to write the manifests that name them. */
  grantPublish(grantee: IGrantable & IConstruct): void {
    this.grantList(grantee);
    for (const folder of ['picture', 'dubs'] as const) {
      this.grantOn(folderKeys(folder), grantee, ['s3:GetObject'], ['Decrypt']);
    }
    this.grantOn(folderKeys('manifests'), grantee, ['s3:PutObject'], ['GenerateDataKey']);
  }

  /**
   * Grants permission to let Transcribe read extracted sound and write transcripts. Before it accepts a job, Transcribe
   * also writes `.write_access_check_file.temp` beside the transcript or below its key; the folder's pattern covers both.
   */
  grantTranscribe(grantee: IGrantable & IConstruct): void {
    this.grantOn(workKeys, grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantStore(folderKeys('speech'), grantee);
    // Transcribe encrypts with this key and its caller's permissions; its guide lists Encrypt as required:
    // https://docs.aws.amazon.com/transcribe/latest/dg/key-management.html
    this.encryptionKey?.grant(grantee, 'kms:Encrypt', 'kms:DescribeKey');
    allowTranscribe(this, workKeys, ['s3:GetObject'], ['kms:Decrypt']);
    allowTranscribe(this, folderKeys('speech'), ['s3:PutObject'], ['kms:GenerateDataKey', 'kms:Encrypt']);
  }

  /** Grants permission to make captions from transcripts (`speech`) or from other captions. */
  grantCaption(grantee: IGrantable & IConstruct, from: 'speech' | 'captions'): void {
    this.grantOn(folderKeys(from), grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantOn(folderKeys('captions'), grantee, ['s3:PutObject'], ['GenerateDataKey']);
  }

  /** Grants permission to read captions, and to write and cache synthesized speech. */
  grantDub(grantee: IGrantable & IConstruct): void {
    // Without ListBucket, S3 reports a missing object as forbidden.
    this.grantList(grantee);
    this.grantOn(folderKeys('captions'), grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantOn(workKeys, grantee, ['s3:GetObject']);
    this.grantStore(workKeys, grantee);
  }

  private grantList(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
  }

  /** Grants permission to write objects, in parts too: S3 decrypts parts to join them. */
  private grantStore(keys: string, grantee: IGrantable & IConstruct): void {
    const actions = ['s3:PutObject', 's3:AbortMultipartUpload'];
    this.grantOn(keys, grantee, actions, ['Decrypt', 'GenerateDataKey']);
  }
}
