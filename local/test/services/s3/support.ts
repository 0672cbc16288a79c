import { S3Client } from '@aws-sdk/client-s3';
import type { Kernel } from '../../../kernel/kernel';
import type { LocalService, Principal, ServiceEvent } from '../../../kernel/service';
import { createKms } from '../../../services/kms';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';

export const versioned = { VersioningConfiguration: { Status: 'Enabled' } };
export const notifying = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };

/** An event bus that records its events, unless it is out of order. */
export class Bus implements LocalService {
  readonly resources = {};
  readonly events: ServiceEvent[] = [];
  broken = false;

  async emit(_region: string, event: ServiceEvent): Promise<void> {
    if (this.broken) throw new Error('the bus is out of order');
    this.events.push(event);
  }

  // biome-ignore lint/suspicious/noExplicitAny: details have no type of their own
  details(): any[] {
    return this.events.map(({ detailType, detail }) => ({ detailType, ...(detail as object) }));
  }
}

export interface World {
  readonly laptop: Laptop;
  readonly s3: S3Client;
  readonly bus: Bus;
  /** A call by a role, authorized like any other. */
  as<O = Record<string, unknown>>(principal: Principal, operation: string, input: object): Promise<O>;
  stop(): Promise<void>;
}

/** S3 and KMS, and a bus. */
export async function startWorld(home?: string): Promise<World> {
  const bus = new Bus();
  const create = (kernel: Kernel) => [createKms(kernel), createS3(kernel), bus];
  const laptop = await startLaptop(create, home ? { home } : {});
  const s3 = new S3Client({ ...laptop.clientConfig, maxAttempts: 1 });
  return {
    laptop,
    s3,
    bus,
    as: (principal, operation, input) =>
      laptop.kernel.call({ service: 's3', operation, region: laptop.kernel.region, principal, input }),
    async stop() {
      s3.destroy();
      await laptop.stop();
    },
  };
}

export const role = (roleArn: string): Principal => ({
  kind: 'role',
  accountId: '000000000000',
  roleArn,
  sessionName: 'test',
});

/** Creates a customer's key that leaves decisions to the account. Returns its ARN. */
export async function deployKey(laptop: Laptop, logicalId: string, region?: string): Promise<string> {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  const properties = { KeyPolicy: { Version: '2012-10-17', Statement: [statement] } };
  const { attributes } = await laptop.deploy('AWS::KMS::Key', logicalId, properties, region);
  return attributes.Arn as string;
}

/** Default encryption by a key. */
export const encryptedBy = (key: string) => ({
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [
      { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
    ],
  },
});

/** Returns the name of the error with which a call fails. */
export const errorName = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => 'no error',
    (error: Error) => error.name,
  );

export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (let attempt = 0; attempt < 4_000; attempt += 1) {
    const value = await read();
    if (holds(value)) return value;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it did not come about');
}
