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
  /** The key of the second region, for the secret's replica. */
  readonly replicaKey: IKey;
}

/**
 * The master secret from which the keys of all encrypted films are derived. Secrets Manager generates it at the first
 * deployment, and it never changes: films encrypted with its keys cannot be played without it.
 */
export class ContentKeys extends Construct {
  readonly secretArn: string;
  private readonly encryptionKey: IKey;

  constructor(scope: Construct, id: string, { stage, encryptionKey, replicaKey }: ContentKeysProps) {
    super(scope, id);
    const secret = new Secret(this, 'Master', {
      description:
        'Master secret of content keys. Do not change it: films encrypted with its keys would no longer play',
      encryptionKey,
      // 64 characters of an alphabet of 62: more than the 256 bits that HKDF can use.
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      // The secret cannot be generated again, so even stages that delete their data retain it.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      replicaRegions: [{ region: stage.replicaRegion, encryptionKey: replicaKey }],
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Films that were encrypted with its keys would not play after a rotation.',
    });
    this.secretArn = secret.secretArn;
    this.encryptionKey = encryptionKey;
  }

  /** Grants permission to derive keys, by identity policies only: this stack's policies cannot name roles of later stacks. */
  grantDerive(grantee: IGrantable): void {
    Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [this.secretArn] });
    const context = { SecretARN: [this.secretArn] };
    grantKeyUse(this.encryptionKey, grantee, { of: this, via: 'secretsmanager', actions: ['Decrypt'], context });
  }
}
