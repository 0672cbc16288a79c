import { Validations } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Stage } from '../config';

export interface OriginKeysProps {
  readonly stage: Stage;
  /** The key that encrypts the values. */
  readonly keyArn: string;
}

/**
 * The values by which the API recognizes requests of the distribution (docs/adr/0037). Secrets Manager generates them, and
 * templates contain dynamic references only, which CloudFormation resolves in any property of a resource:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 *
 * Each number in `stage.originKeys` is a separate value. CloudFront sends the first one and the authorizer accepts all. A
 * deployment changes the distribution before the authorizer, so a new number must be accepted by a deployment before the
 * one that sends it.
 */
export class OriginKeys extends Construct {
  /** The value that CloudFront sends. */
  readonly sent: string;
  /** The values that the authorizer accepts. */
  readonly accepted: readonly string[];

  constructor(scope: Construct, id: string, { stage, keyArn }: OriginKeysProps) {
    super(scope, id);
    // Imported by ARN: otherwise CDK would add a statement to the policy of the key, whose stack comes first.
    const encryptionKey = Key.fromKeyArn(this, 'Key', keyArn);
    this.accepted = stage.originKeys.map((number) => {
      const secret = new Secret(this, `Value${number}`, {
        description: `Value ${number} by which the API recognizes requests of the distribution`,
        encryptionKey,
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
        removalPolicy: stage.removalPolicy,
      });
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'A value is replaced by the next number: a rotation would not change the distribution that sends it.',
      });
      return secret.secretValue.unsafeUnwrap();
    });
    const [first] = this.accepted;
    if (first === undefined) throw new Error(`Stage '${stage.name}' has no origin key`);
    this.sent = first;
  }
}
