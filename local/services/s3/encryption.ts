import type { Kernel } from '../../kernel/kernel';
import { type Principal, ServiceError } from '../../kernel/service';
import { Keys } from '../kms/keys';
import { encryptionContextKeys } from '../kms/use-key';
import { type BucketSettings, bucketArn, type Encryption, objectArn } from './model';

/** The members of requests about encryption. */
export interface EncryptionRequest {
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

export type KeyAction = 'kms:GenerateDataKey' | 'kms:Decrypt' | 'kms:Encrypt';

/**
 * S3's server-side encryption without encryption: keys are recorded and their policies checked, but data is stored as
 * it is.
 */
export class ObjectEncryption {
  private readonly keys: Keys;

  constructor(private readonly kernel: Kernel) {
    this.keys = new Keys(kernel);
  }

  /**
   * Returns the encryption of a request, or the bucket's default. Throws `InvalidArgument` and `KMS.NotFoundException`.
   */
  wanted({ encryption, region }: BucketSettings, request: EncryptionRequest): Encryption {
    const { ServerSideEncryption: algorithm, SSEKMSKeyId, BucketKeyEnabled } = request;
    if (!algorithm?.startsWith('aws:kms')) {
      if (SSEKMSKeyId) {
        const message =
          'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms';
        throw new ServiceError('InvalidArgument', message);
      }
      if (algorithm && algorithm !== 'AES256') {
        throw new ServiceError(
          'InvalidEncryptionAlgorithmError',
          'The encryption request you specified is not valid. Supported values: AES256 and aws:kms',
        );
      }
      return algorithm ? { algorithm: 'AES256' } : this.byArn(encryption, region);
    }
    if (algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') {
      throw new ServiceError('InvalidArgument', `The encryption method ${algorithm} is not supported`);
    }
    const keyId = SSEKMSKeyId ?? encryption.keyId;
    const bucketKey = BucketKeyEnabled ?? encryption.bucketKey;
    return this.byArn({ algorithm, ...(keyId && { keyId }), ...(bucketKey && { bucketKey }) }, region);
  }

  /** Checks that the caller may use an object's key through S3. Throws `AccessDenied`. */
  authorize(
    principal: Principal,
    { name, region }: BucketSettings,
    key: string,
    encryption: Encryption | undefined,
    ...actions: KeyAction[]
  ): void {
    if (!encryption?.keyId) return;
    const resource = encryption.keyId;
    const context = {
      'kms:ViaService': `s3.${region}.amazonaws.com`,
      'kms:CallerAccount': this.kernel.accountId,
      ...encryptionContextKeys({ 'aws:s3:arn': encryption.bucketKey ? bucketArn(name) : objectArn(name, key) }),
    };
    try {
      this.kernel.authorize(
        principal,
        region,
        actions.map((action) => ({ action, resource, context })),
      );
    } catch (error) {
      // S3 has its own wording of this error.
      if (!(error instanceof ServiceError)) throw error;
      throw new ServiceError('AccessDenied', error.message, 403);
    }
  }

  /** AWS's own key needs no permission, and is not named. */
  private byArn(encryption: Encryption, region: string): Encryption {
    const { keyId, ...unnamed } = encryption;
    if (!keyId || keyId.includes('alias/aws/')) return unnamed;
    try {
      return { ...unnamed, keyId: this.keys.find(keyId, region).arn };
    } catch (error) {
      throw new ServiceError('KMS.NotFoundException', (error as Error).message);
    }
  }
}

/** Returns the members of responses about encryption. */
export const encryptionMembers = (encryption: Encryption | undefined) => ({
  ServerSideEncryption: encryption?.algorithm,
  SSEKMSKeyId: encryption?.keyId,
  BucketKeyEnabled: encryption?.bucketKey,
});
