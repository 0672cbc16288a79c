import { createHash } from 'node:crypto';
import * as sdk from '@aws-sdk/client-cloudfront-keyvaluestore';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties } from '../../kernel/known-properties';
import type { LocalService, Resource, ResourceProvider } from '../../kernel/service';
import { type EdgeStore, KeyValueStores } from './key-value-stores';
import { keyValueOperations } from './operations';
import { permissions } from './permissions';

export interface CloudFrontKeyValueStore extends LocalService {
  /** Returns the edge's copy of the store with this ARN. */
  edge(arn: string): EdgeStore;
}

/** Returns a UUID, as in CloudFront, that is the same at every start. */
function idOf({ name }: Resource): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

const arnOf = (resource: Resource) => `arn:aws:cloudfront::${resource.accountId}:key-value-store/${idOf(resource)}`;

/** CloudFront KeyValueStore: values that functions at the edge read. */
export function createCloudFrontKeyValueStore(kernel: Kernel): CloudFrontKeyValueStore {
  const stores = new KeyValueStores(kernel);
  const store: ResourceProvider = {
    identify: (resource) => ({
      ref: resource.properties.Name ?? resource.name,
      attributes: { Arn: arnOf(resource), Id: idOf(resource), Status: 'READY' },
    }),
    deploy(resource) {
      knownProperties(resource, ['Name', 'Comment', 'Tags']);
      stores.ensure(arnOf(resource));
      return undefined;
    },
  };
  return {
    wire: { id: 'cloudfront-keyvaluestore', sdk, permissions, operations: keyValueOperations(stores) },
    resources: { 'AWS::CloudFront::KeyValueStore': store },
    // The service's client puts the account's id before the host of its endpoint.
    hostNames: [`${kernel.accountId}.localhost`],
    edge: (arn) => stores.edge(arn),
    stop: () => stores.stop(),
  };
}
