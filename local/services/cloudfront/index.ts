import { createPublicKey } from 'node:crypto';
import * as sdk from '@aws-sdk/client-cloudfront';
import type { Kernel } from '../../kernel/kernel';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import type { CloudFrontKeyValueStore } from '../cloudfront-keyvaluestore';
import type { Firewall } from '../wafv2';
import { AccessLogs } from './access-logs';
import { readDistribution } from './distribution';
import { Edge } from './edge';
import { EdgeFunction } from './edge-function';
import { Invalidations } from './invalidations';
import { logDeliveryProviders } from './log-delivery';
import { servedMetrics } from './metrics';
import type { Distribution } from './model';
import { invalidationOperations } from './operations';
import type { Parts } from './parts';
import { permissions } from './permissions';
import {
  cachePolicy,
  managedCachePolicies,
  managedOriginRequestPolicies,
  originRequestPolicy,
  responseHeadersPolicy,
} from './policies';
import { laptopReading, type Reading } from './reading';

// biome-ignore lint/suspicious/noExplicitAny: the properties of many resource types
type Properties = Record<string, any>;

const idOf = ({ name }: Resource) => `E${name.slice(-12).toUpperCase()}`;
const functionArn = ({ accountId, name }: Resource) => `arn:aws:cloudfront::${accountId}:function/${name}`;

/**
 * CloudFront with one distribution, at the laptop's web address. Of the API, it has the operations of invalidations. `reading` is described in its type; tests use other
 * values.
 */
export function createCloudFront(
  kernel: Kernel,
  keyValueStores?: CloudFrontKeyValueStore,
  reading: Reading = laptopReading,
  firewall?: Firewall,
): LocalService {
  const parts: Parts = {
    cachePolicies: new Map(Object.entries(managedCachePolicies)),
    originRequestPolicies: new Map(Object.entries(managedOriginRequestPolicies)),
    responseHeaders: new Map(),
    publicKeys: new Map(),
    keyGroups: new Map(),
    functions: new Map(),
  };
  let distribution: Distribution | undefined;
  let edge: Edge | undefined;
  const invalidations = new Invalidations(kernel, (paths) => edge?.invalidate(paths));
  const host = new URL(kernel.address('web')).host;
  const logs = new AccessLogs(kernel);

  const part = (deploy: (id: string, properties: Properties) => void): ResourceProvider<Properties> => ({
    identify: (resource) => ({ ref: idOf(resource), attributes: { Id: idOf(resource) } }),
    deploy(resource) {
      deploy(idOf(resource), resource.properties);
      return undefined;
    },
  });

  return {
    wire: {
      ...{ id: 'cloudfront', sdk, permissions },
      operations: invalidationOperations(invalidations, () => distribution?.id),
    },
    resources: {
      'AWS::CloudFront::CachePolicy': part((id, properties) => parts.cachePolicies.set(id, cachePolicy(properties))),
      'AWS::CloudFront::OriginRequestPolicy': part((id, properties) =>
        parts.originRequestPolicies.set(id, originRequestPolicy(properties)),
      ),
      'AWS::CloudFront::ResponseHeadersPolicy': part((id, properties) =>
        parts.responseHeaders.set(id, responseHeadersPolicy(properties)),
      ),
      // The service always reads S3 origins for the distribution; the bucket's policy decides whether it may.
      'AWS::CloudFront::OriginAccessControl': part(() => {}),
      'AWS::CloudFront::PublicKey': part((id, { PublicKeyConfig }) =>
        parts.publicKeys.set(id, createPublicKey(PublicKeyConfig.EncodedKey)),
      ),
      'AWS::CloudFront::KeyGroup': part((id, { KeyGroupConfig }) => parts.keyGroups.set(id, KeyGroupConfig.Items)),
      'AWS::CloudFront::Function': {
        identify: (resource) => ({
          ref: functionArn(resource),
          attributes: { FunctionARN: functionArn(resource), 'FunctionMetadata.FunctionARN': functionArn(resource) },
        }),
        deploy(resource) {
          const { FunctionCode, FunctionConfig } = resource.properties;
          if (FunctionConfig?.Runtime !== 'cloudfront-js-2.0') {
            throw new Error(`the function runtime ${FunctionConfig?.Runtime} is not supported by this runtime`);
          }
          const [association] = FunctionConfig.KeyValueStoreAssociations ?? [];
          const store = association && keyValueStores?.edge(association.KeyValueStoreARN);
          parts.functions.set(functionArn(resource), new EdgeFunction(resource.name, FunctionCode, store));
          return undefined;
        },
      },
      'AWS::CloudFront::Distribution': {
        identify: (resource) => ({
          ref: idOf(resource),
          attributes: { Id: idOf(resource), DomainName: host },
        }),
        deploy(resource) {
          if (distribution) throw new Error('the laptop has only one web address, and another distribution uses it');
          const id = idOf(resource);
          const arn = `arn:aws:cloudfront::${resource.accountId}:distribution/${id}`;
          distribution = readDistribution({ id, arn, domainName: host }, resource.properties.DistributionConfig, parts);
          if (distribution.webAclArn && !firewall)
            throw new Error('a distribution with a web ACL needs the service WAF');
          edge = new Edge(kernel, distribution, parts.functions, {
            served: (served) => {
              logs.note(served);
              kernel.measure(servedMetrics(served));
            },
            reading,
            firewall,
          });
          kernel.listen('web', (request, response) => void edge?.handle(request, response));
          return undefined;
        },
      },
      ...logDeliveryProviders(logs),
    },
    stop: () => logs.stop(),
  };
}
