import { Stack } from 'aws-cdk-lib';
import { Effect, type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnQueue } from 'aws-cdk-lib/aws-mediaconvert';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import type { ContentBucket } from './content-bucket';
import type { ContentKeys } from './content-keys';
import { type EncryptionEnv, FilmEncryption } from './film-encryption';
import type { SourceBucket } from './source-bucket';

export interface EncoderProps {
  readonly stage: Stage;
  readonly uploads: SourceBucket;
  readonly content: ContentBucket;
  /** There where the stage's key provider is its own. */
  readonly contentKeys: ContentKeys | undefined;
}

/** MediaConvert's queue, and the role in which it reads sources and writes films. */
export class Encoder extends Construct {
  readonly queueArn: string;
  readonly role: Role;
  /** How its films are encrypted, for those who make jobs of them. */
  readonly encryption: EncryptionEnv;

  constructor(scope: Construct, id: string, { stage, uploads, content, contentKeys }: EncoderProps) {
    super(scope, id);
    this.queueArn = new CfnQueue(this, 'Queue', {
      description: `OmniStream ${stage.name}: jobs for picture, extracted sound and dubs`,
      pricingPlan: 'ON_DEMAND',
      status: 'ACTIVE',
    }).attrArn;
    this.role = new Role(this, 'Role', {
      description: 'MediaConvert reads sources and writes films with this role',
      assumedBy: new ServicePrincipal('mediaconvert.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    uploads.grantReadSources(this.role);
    content.grantEncode(this.role);
    const encryption = new FilmEncryption(this, 'Encryption', { stage, contentKeys });
    encryption.grantKeys(this.role);
    this.encryption = encryption.environment;
  }

  /** The right to put jobs into this queue that run in this role, and to look for one that is there already. */
  grantSubmit(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['mediaconvert:CreateJob', 'mediaconvert:ListJobs'], resources: [this.queueArn] }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: ['iam:PassRole'],
        resources: [this.role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'mediaconvert.amazonaws.com' } },
      }),
    );
  }

  /** The right to look into sources before a job is made of them. Probe knows no resources; it reads as its caller. */
  static grantProbe(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['mediaconvert:Probe'], resources: ['*'] }),
    );
  }
}
