import { Duration, Stack, Validations } from 'aws-cdk-lib';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import {
  type AddToResourcePolicyResult,
  Effect,
  Grant,
  type IGrantable,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Construct, IConstruct } from 'constructs';
import { folderKeys, workKeys, workPrefix } from '../../lambda/shared/content-layout';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket';
import { allowTranscribe } from './transcribe-access';

const cloudFront = new ServicePrincipal('cloudfront.amazonaws.com');

function distributionArn(scope: Construct, id: string): string {
  const { account, partition } = Stack.of(scope);
  return `arn:${partition}:cloudfront::${account}:distribution/${id}`;
}

export interface ContentBucketProps extends PrivateBucketProps {
  readonly encryptionKey: IKey;
}

/**
 * Encoded films, readable by the one distribution that {@link admit} names.
 *
 * The distribution's stack depends on the stack of this bucket, so a policy here that names the distribution would make
 * the dependency circular (aws-cdk issue 31462). A bucket has one policy, so the whole policy is in a later stack: this
 * class collects its statements.
 */
export class ContentBucket extends PrivateBucket {
  // Without an initial value: the constructors of the base classes add the first statements.
  declare private statements: PolicyDocument | undefined;

  constructor(scope: Construct, id: string, props: ContentBucketProps) {
    super(scope, id, {
      ...props,
      lifecycleRules: [
        // Intermediate files of dubs: kept so that another attempt does not pay again, and not needed after that.
        { id: 'work', prefix: workPrefix, expiration: Duration.days(30) },
      ],
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S10',
      reason: 'The policy, which refuses plain HTTP, is in the stack that knows the distribution.',
    });
    // This policy cannot name the distribution either. It is enough that the bucket's does: without the objects, there is
    // nothing to decrypt.
    props.encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distributions',
        effect: Effect.ALLOW,
        principals: [cloudFront],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { ArnLike: { 'AWS:SourceArn': distributionArn(this, '*') } },
      }),
    );
  }

  override addToResourcePolicy(statement: PolicyStatement): AddToResourcePolicyResult {
    this.statements ??= new PolicyDocument();
    this.statements.addStatements(statement);
    return { statementAdded: true };
  }

  /** Creates the bucket's policy in the scope's stack, which must be in the bucket's region, and allows it to be read. */
  admit(scope: Construct, id: string, { distributionId }: IDistribution): void {
    // Without ListBucket, S3 responds 403 to missing objects as to forbidden ones, so names cannot be probed.
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Distribution',
        effect: Effect.ALLOW,
        principals: [cloudFront],
        actions: ['s3:GetObject'],
        resources: [this.arnForObjects('*')],
        conditions: { StringEquals: { 'AWS:SourceArn': distributionArn(this, distributionId) } },
      }),
    );
    new CfnBucketPolicy(scope, id, { bucket: this.bucketName, policyDocument: this.statements });
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
