import { Duration, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct, IConstruct } from 'constructs';
import type { Stage } from '../config';

export interface DataKeyProps {
  readonly stage: Stage;
  /** What is encrypted with it. */
  readonly description: string;
}

/** A customer managed key that rotates once a year. */
export class DataKey extends Key {
  constructor(scope: Construct, id: string, { stage, description }: DataKeyProps) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
      // A key deleted by mistake takes all its data along: the longest wait where the data matters.
      pendingWindow: Duration.days(stage.protectData ? 30 : 7),
    });
  }
}

export interface KeyUse {
  /** The resource whose data is encrypted: the key is used in its region. */
  readonly of: IConstruct;
  /** The service that uses the key for its caller, as `kms:ViaService` names it: `s3`. */
  readonly via: string;
  /** `GenerateDataKey`, `Decrypt`, … */
  readonly actions: readonly string[];
  /** What the service puts into the encryption context, by key; `*` and `?` match. @default - anything */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The right to have one service use a key. A key serves many resources of a region, so each grant is held to the service,
 * and where its encryption context names the resource, to that resource. By identity alone: the policy of a key cannot
 * name roles of stacks that depend on its own.
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
