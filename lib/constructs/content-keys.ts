import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { grantKeyUse } from './data-key';

export interface ContentKeysProps {
  readonly stage: Stage;
  readonly encryptionKey: IKey;
  /** Of the second region. */
  readonly replicaKey: IKey;
}

/**
 * The one secret that the keys of all encrypted films are derived from. Secrets Manager makes it at the first
 * deployment, and nothing ever changes it: without it, no film that it encrypted plays again.
 */
export class ContentKeys extends Construct {
  readonly secretArn: string;
  private readonly encryptionKey: IKey;

  constructor(scope: Construct, id: string, { stage, encryptionKey, replicaKey }: ContentKeysProps) {
    super(scope, id);
    const secret = new Secret(this, 'Master', {
      description: 'Master secret of content keys. A film encrypted by it plays only as long as it stays as it is',
      encryptionKey,
      // 62 characters to the power of 64: more than the 256 bits that HKDF could make use of.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // Even a stage whose other data goes with it keeps what nothing can make again.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      replicaRegions: [{ region: stage.replicaRegion, encryptionKey: replicaKey }],
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Films that are encrypted by it would not play after a rotation.',
    });
    this.secretArn = secret.secretArn;
    this.encryptionKey = encryptionKey;
  }

  /** The right to derive keys: by identity alone, since policies of this stack cannot name roles of those after it. */
  grantDerive(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [this.secretArn] });
    const context = { SecretARN: [this.secretArn] };
    grantKeyUse(this.encryptionKey, grantee, { of: this, via: 'secretsmanager', actions: ['Decrypt'], context });
  }
}
