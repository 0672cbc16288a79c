import { Duration, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import type { Stage } from '../config';

export interface DataKeyProps {
  readonly stage: Stage;
  /** The data that the key encrypts. */
  readonly description: string;
}

/** A customer managed key that rotates once a year. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { stage, description }: DataKeyProps) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
      // The data of a deleted key is lost, so a stage that protects its data has the longest waiting period.
      pendingWindow: Duration.days(stage.protectData ? 30 : 7),
    });
  }
}

export interface KeyUse {
  /** The resource with the encrypted data; the key is used in its region. */
  readonly of: IConstruct;
  /** The service that uses the key on behalf of its caller, as in `kms:ViaService`: `s3`. */
  readonly via: string;
  /** `GenerateDataKey`, `Decrypt`, … */
  readonly actions: readonly string[];
  /** The service's encryption context, by key; `*` and `?` are wildcards. @default - any context */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Grants the use of a key through one service. A key serves many resources of a region, so each grant is limited to the
 * service, and to the resource if the service's encryption context contains it. The grant is only in the policy of the
 * identity: a key's policy cannot name roles of stacks that depend on the key's stack.
 */
export function grantKeyUse(key: IKey, grantee: IGrantable, { of, via, actions, context = {} }: KeyUse): Grant {
  const named = Object.entries(context).map(
    ([name, values]) => [`kms:EncryptionContext:${name}`, [...values]] as const,
  );
  return Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `kms:${action}`),
    resourceArns: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `${via}.${Stack.of(of).region}.amazonaws.com` },
      ...(named.length > 0 && { StringLike: Object.fromEntries(named) }),
    },
  });
}
