import { CustomResource, Duration, Validations } from 'aws-cdk-lib';
import { type IKeyGroup, KeyGroup, PublicKey } from 'aws-cdk-lib/aws-cloudfront';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { signingKeyHandler } from '../../lambda/delivery/signing-key.env';
import type { Stage } from '../config';
import { Handler } from './handler';
import { MadeSecret } from './made-secret';

export interface SigningKeysProps {
  readonly stage: Stage;
  /** The key that encrypts the private keys. */
  readonly keyArn: string;
}

interface SigningKey {
  readonly secret: MadeSecret;
  readonly publicKey: PublicKey;
}

/**
 * The key pairs that sign playback sessions. A function creates private keys directly in their secrets, so that no template
 * or log contains one.
 *
 * CloudFront's public keys cannot be changed, so each number in `stage.signingKeys` is a separate pair. Sessions that were
 * signed with an earlier pair continue until its number is removed.
 */
export class SigningKeys extends Construct {
  readonly keyGroup: IKeyGroup;
  /** CloudFront's id of the public key that new sessions are signed for. */
  readonly keyPairId: string;
  /** ARN of the secret with the matching private key, in PEM. */
  readonly secretArn: string;
  private readonly current: SigningKey;

  constructor(scope: Construct, id: string, { stage, keyArn }: SigningKeysProps) {
    super(scope, id);
    // Imported by ARN: otherwise CDK would add a role of this stack to the policy of the key, whose stack comes first.
    const encryptionKey = Key.fromKeyArn(this, 'Key', keyArn);
    const maker = new Handler(this, 'Maker', {
      stage,
      handler: signingKeyHandler,
      description: 'Creates a key pair and returns only the public key',
      environment: {},
      timeout: Duration.minutes(1),
    });
    const keys = stage.signingKeys.map((number): SigningKey => {
      const secret = new MadeSecret(this, `Secret${number}`, {
        description: `Private key ${number} of playback sessions`,
        encryptionKey,
        removalPolicy: stage.removalPolicy,
      });
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'To rotate the key, add a number to the stage: CloudFront must have the public key first.',
      });
      const grant = secret.grantMake(maker);
      const pair = new CustomResource(this, `Pair${number}`, {
        resourceType: 'Custom::SigningKey',
        serviceToken: maker.function.functionArn,
        serviceTimeout: Duration.minutes(5),
        properties: { SecretArn: secret.secretArn },
      });
      grant.applyBefore(pair);
      const encodedKey = pair.getAttString('PublicKey');
      const comment = `Public key ${number} of playback sessions`;
      return { secret, publicKey: new PublicKey(this, `PublicKey${number}`, { encodedKey, comment }) };
    });
    const current = keys.at(-1);
    if (!current) throw new Error(`Stage '${stage.name}' has no signing key`);
    this.current = current;
    this.keyGroup = new KeyGroup(this, 'Group', {
      comment: 'Public keys of playback sessions',
      items: keys.map(({ publicKey }) => publicKey),
    });
    this.keyPairId = current.publicKey.publicKeyId;
    this.secretArn = current.secret.secretArn;
  }

  /** Grants signing new sessions. */
  grantSign(grantee: IGrantable): void {
    this.current.secret.grantValue(grantee);
  }
}
