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
 * The one distribution cannot be named: it lies in a stack that depends on this one, and its id in this bucket's policy
 * would close the circle (aws-cdk issue 31462).
 */
export class ContentBucket extends PrivateBucket {
  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id, {
      ...props,
      lifecycleRules: [
        // What dubs are made from: kept so that trying again costs nothing, and of no use after that.
        { id: 'work', prefix: workPrefix, expiration: Duration.days(30) },
      ],
    });
    // CDK makes the role of replication, and takes no description for it.
    const replicationRole = this.node.tryFindChild('ReplicationRole')?.node.defaultChild as CfnRole | undefined;
    if (replicationRole) replicationRole.description = 'S3 replicates films to the second region with this role';
    const { account, partition } = Stack.of(this);
    const principals = [new ServicePrincipal('cloudfront.amazonaws.com')];
    const conditions = {
      ArnLike: { 'AWS:SourceArn': `arn:${partition}:cloudfront::${account}:distribution/*` },
    };
    // Not ListBucket: a missing object answers 403 like a forbidden one, and names cannot be probed.
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

  /** Write renditions and dubs, the latter from what was spoken, and sound that is to be listened to. */
  grantEncode(grantee: IGrantable & IConstruct): void {
    for (const keys of [folderKeys('picture'), folderKeys('dubs'), workKeys]) this.grantStore(keys, grantee);
    this.grantOn(workKeys, grantee, ['s3:GetObject'], ['Decrypt']);
  }

  /** List and read renditions and dubs, and write the manifests that name them. */
  grantPublish(grantee: IGrantable & IConstruct): void {
    this.grantList(grantee);
    for (const folder of ['picture', 'dubs'] as const) {
      this.grantOn(folderKeys(folder), grantee, ['s3:GetObject'], ['Decrypt']);
    }
    this.grantOn(folderKeys('manifests'), grantee, ['s3:PutObject'], ['GenerateDataKey']);
  }

  /**
   * Have extracted sound read, and transcripts written. Before it accepts a job, Transcribe also writes
   * `.write_access_check_file.temp` beside the transcript, or below its key: the whole folder covers both.
   */
  grantTranscribe(grantee: IGrantable & IConstruct): void {
    this.grantOn(workKeys, grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantStore(folderKeys('speech'), grantee);
    // Transcribe writes by the key that it is given, in its caller's name, and says of Encrypt that the caller needs it.
    // https://docs.aws.amazon.com/transcribe/latest/dg/key-management.html
    this.encryptionKey?.grant(grantee, 'kms:Encrypt', 'kms:DescribeKey');
    allowTranscribe(this, workKeys, ['s3:GetObject'], ['kms:Decrypt']);
    allowTranscribe(this, folderKeys('speech'), ['s3:PutObject'], ['kms:GenerateDataKey', 'kms:Encrypt']);
  }

  /** Make captions from transcripts (`speech`), or from other captions. */
  grantCaption(grantee: IGrantable & IConstruct, from: 'speech' | 'captions'): void {
    this.grantOn(folderKeys(from), grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantOn(folderKeys('captions'), grantee, ['s3:PutObject'], ['GenerateDataKey']);
  }

  /** Speak captions, and keep what was spoken. */
  grantDub(grantee: IGrantable & IConstruct): void {
    // Who may not list is told that a missing object is forbidden.
    this.grantList(grantee);
    this.grantOn(folderKeys('captions'), grantee, ['s3:GetObject'], ['Decrypt']);
    this.grantOn(workKeys, grantee, ['s3:GetObject']);
    this.grantStore(workKeys, grantee);
  }

  private grantList(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['s3:ListBucket'], resourceArns: [this.bucketArn] });
  }

  /** In one piece or in parts: those S3 decrypts to put them together. */
  private grantStore(keys: string, grantee: IGrantable & IConstruct): void {
    const actions = ['s3:PutObject', 's3:AbortMultipartUpload'];
    this.grantOn(keys, grantee, actions, ['Decrypt', 'GenerateDataKey']);
  }
}
