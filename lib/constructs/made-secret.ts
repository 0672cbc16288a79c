import type { RemovalPolicy } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { grantKeyUse } from './data-key';

export interface MadeSecretProps {
  readonly description: string;
  readonly encryptionKey: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A secret whose value a function makes, so that no template or log contains it. It has no value until then. */
export class MadeSecret extends Secret {
  private readonly key: IKey;

  constructor(scope: Construct, id: string, props: MadeSecretProps) {
    super(scope, id, props);
    this.key = props.encryptionKey;
    // CDK's default would be a random password.
    (this.node.defaultChild as CfnSecret).generateSecretString = undefined;
  }

  /** Grants reading the value; CDK's own grant would include describing the secret. */
  grantValue(grantee: IGrantable): Grant {
    return this.grant(grantee, ['GetSecretValue'], ['Decrypt']);
  }

  /** Grants making the value, and reading one that was made before. */
  grantMake(grantee: IGrantable): Grant {
    return this.grant(grantee, ['GetSecretValue', 'PutSecretValue'], ['Decrypt', 'GenerateDataKey']);
  }

  private grant(grantee: IGrantable, names: readonly string[], keyActions: readonly string[]): Grant {
    const actions = names.map((name) => `secretsmanager:${name}`);
    const context = { SecretARN: [this.secretArn] };
    const use = { of: this, via: 'secretsmanager', actions: keyActions, context };
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.secretArn] }).combine(
      grantKeyUse(this.key, grantee, use),
    );
  }
}
