import { Stack } from 'aws-cdk-lib';
import { Effect, type IGrantable, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnQueue } from 'aws-cdk-lib/aws-mediaconvert';
import { Construct, type IConstruct } from 'constructs';
import type { Stage } from '../config';
import type { ContentBucket } from './content-bucket';
import type { ContentKeys } from './content-keys';
import { type EncryptionEnv, FilmEncryption } from './film-encryption';
import type { SourceBucket } from './source-bucket';
import { acknowledgeBelow } from './wildcards';

export interface EncoderProps {
  readonly stage: Stage;
  readonly uploads: SourceBucket;
  readonly content: ContentBucket;
  /** Set only if the stage runs its own key provider. */
  readonly contentKeys: ContentKeys | undefined;
}

/** MediaConvert's queue, and the role with which it reads sources and writes films. */
export class Encoder extends Construct {
  readonly queueArn: string;
  readonly role: Role;
  /** The environment variables for the queue and the role, of all functions that create jobs. */
  readonly variables: { readonly MEDIACONVERT_ROLE_ARN: string; readonly MEDIACONVERT_QUEUE_ARN: string };
  /** The environment variables for encryption, of functions that create jobs with encrypted renditions. */
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
    this.variables = { MEDIACONVERT_ROLE_ARN: this.role.roleArn, MEDIACONVERT_QUEUE_ARN: this.queueArn };
    const encryption = new FilmEncryption(this, 'Encryption', { stage, contentKeys });
    encryption.grantKeys(this.role);
    this.encryption = encryption.environment;
  }

  /** Grants permission to create jobs in this queue with this role, and to list the queue's jobs. */
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

  /** Grants permission to cancel jobs. */
  grantCancel(grantee: IGrantable & IConstruct): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['mediaconvert:CancelJob'],
        resources: [Stack.of(this).formatArn({ service: 'mediaconvert', resource: 'jobs', resourceName: '*' })],
      }),
    );
    acknowledgeBelow(grantee, ':jobs/*', 'MediaConvert chooses the ids of jobs.');
  }

  /** Grants permission to probe sources. Probe has no resource-level permissions; it reads with its caller's. */
  static grantProbe(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['mediaconvert:Probe'], resources: ['*'] }),
    );
  }
}
