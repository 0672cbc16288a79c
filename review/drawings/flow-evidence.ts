import type { Evidence } from './evidence';

/** Evidence that several flows share. */

/** A bucket refuses requests without TLS. */
export const tlsOnly = (policy: string): Evidence => ({
  of: policy,
  has: { PolicyDocument: { Statement: [{ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] } },
});

export const encryptedBy = (bucket: string, key: string): Evidence => ({
  of: bucket,
  has: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        { ServerSideEncryptionByDefault: { KMSMasterKeyID: new RegExp(`key/.*${key}`) } },
      ],
    },
  },
});

export const behaviour = (PathPattern: string, rest: Readonly<Record<string, unknown>> = {}): Evidence => ({
  of: 'Delivery.ScreenDistribution',
  has: { DistributionConfig: { CacheBehaviors: [{ PathPattern, ViewerProtocolPolicy: 'https-only', ...rest }] } },
});

export const signedOrigin = (of: string): Evidence => ({
  of,
  has: { OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' } },
});

export const tlsOrigin: Evidence = {
  of: 'Delivery.ScreenDistribution',
  has: {
    DistributionConfig: {
      Origins: [{ CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] } }],
    },
  },
};

export const tableKey = (of: string): Evidence => ({
  of,
  has: {
    SSESpecification: { SSEType: 'KMS' },
    Replicas: [{ SSESpecification: { KMSMasterKeyId: /key\/Storage.DataKey/ } }],
  },
});

export const rule = (of: string, source: string, target: string): Evidence => ({
  of,
  has: { EventPattern: { source: [source] }, Targets: [{ Arn: new RegExp(`function:.*${target}Function`) }] },
});

export const own = 'own role';
