import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Stage } from '../config';
import { DataKey } from './data-key';

/**
 * The one secret that the keys of all encrypted films are derived from. Secrets Manager makes it at the first
 * deployment, and nothing ever changes it: without it, no film that it encrypted plays again.
 */
export class ContentKeys extends Construct {
  readonly secretArn: string;
  private readonly keyArn: string;

  constructor(scope: Construct, id: string, { stage }: { readonly stage: Stage }) {
    super(scope, id);
    const encryptionKey = new DataKey(this, 'Key', { stage, description: 'Master secret of content keys' });
    const secret = new Secret(this, 'Master', {
      description: 'Master secret of content keys. A film encrypted by it plays only as long as it stays as it is',
      encryptionKey,
      // 62 characters to the power of 64: more than the 256 bits that HKDF could make use of.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: stage.removalPolicy,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Films that are encrypted by it would not play after a rotation.',
    });
    this.secretArn = secret.secretArn;
    this.keyArn = encryptionKey.keyArn;
  }

  /** The right to derive keys: by identity alone, since policies of this stack cannot name roles of those after it. */
  grantDerive(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [this.secretArn] });
    Grant.addToPrincipal({ grantee, actions: ['kms:Decrypt'], resourceArns: [this.keyArn] });
  }
}
