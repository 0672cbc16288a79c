import {
  CloudFrontClient,
  ListCachePoliciesCommand,
  ListDistributionsCommand,
  ListFunctionsCommand,
  ListKeyGroupsCommand,
  ListPublicKeysCommand,
  ListResponseHeadersPoliciesCommand,
} from '@aws-sdk/client-cloudfront';
import type { CloudFrontKind } from './account';

interface Page {
  readonly count: number;
  readonly next?: string;
}

const page = (list: { Quantity?: number; NextMarker?: string; Items?: unknown[] } | undefined): Page => ({
  count: list?.Items?.length ?? 0,
  next: list?.NextMarker,
});

/** Reads one page of a kind. Only custom policies count, because AWS's managed policies do not count against the quota. */
const readers: Readonly<Record<CloudFrontKind, (client: CloudFrontClient, Marker?: string) => Promise<Page>>> = {
  PublicKey: async (client, Marker) => page((await client.send(new ListPublicKeysCommand({ Marker }))).PublicKeyList),
  KeyGroup: async (client, Marker) => page((await client.send(new ListKeyGroupsCommand({ Marker }))).KeyGroupList),
  Function: async (client, Marker) => page((await client.send(new ListFunctionsCommand({ Marker }))).FunctionList),
  CachePolicy: async (client, Marker) =>
    page((await client.send(new ListCachePoliciesCommand({ Marker, Type: 'custom' }))).CachePolicyList),
  ResponseHeadersPolicy: async (client, Marker) => {
    const command = new ListResponseHeadersPoliciesCommand({ Marker, Type: 'custom' });
    return page((await client.send(command)).ResponseHeadersPolicyList);
  },
  Distribution: async (client, Marker) =>
    page((await client.send(new ListDistributionsCommand({ Marker }))).DistributionList),
};

export async function cloudFrontCount(kind: CloudFrontKind): Promise<number> {
  // CloudFront has one global API, whose requests are signed for us-east-1.
  const client = new CloudFrontClient({ region: 'us-east-1', maxAttempts: 3 });
  let total = 0;
  let next: string | undefined;
  do {
    const { count, next: marker } = await readers[kind](client, next);
    total += count;
    next = marker || undefined;
  } while (next);
  return total;
}
