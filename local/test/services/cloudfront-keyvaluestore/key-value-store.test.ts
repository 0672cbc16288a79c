import dns from 'node:dns';
import {
  CloudFrontKeyValueStoreClient,
  DeleteKeyCommand,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  ListKeysCommand,
  PutKeyCommand,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import '@aws-sdk/signature-v4a';
import {
  type CloudFrontKeyValueStore,
  createCloudFrontKeyValueStore,
} from '../../../services/cloudfront-keyvaluestore';
import { propagationMs } from '../../../services/cloudfront-keyvaluestore/key-value-stores';
import { type Laptop, startLaptop } from '../../../testing/start-services';

let laptop: Laptop;
let service: CloudFrontKeyValueStore;
let client: CloudFrontKeyValueStoreClient;
let KvsARN: string;

const { lookup } = dns;

beforeAll(async () => {
  // As in the laptop's functions: the client puts the account before the host.
  const loopback = (host: string, ...rest: never[]) =>
    (lookup as (host: string, ...rest: never[]) => void)(host.endsWith('.localhost') ? '127.0.0.1' : host, ...rest);
  dns.lookup = loopback as typeof lookup;
  laptop = await startLaptop((kernel) => {
    service = createCloudFrontKeyValueStore(kernel);
    return [service];
  });
  const { attributes } = await laptop.deploy('AWS::CloudFront::KeyValueStore', 'Store', { Name: 'store' });
  KvsARN = String(attributes.Arn);
  client = clientOf();
});

afterAll(async () => {
  dns.lookup = lookup;
  client.destroy();
  await laptop.stop();
});

function clientOf(another: { secretAccessKey?: string } = {}) {
  const { endpoint, region } = laptop.clientConfig;
  const credentials = { ...laptop.clientConfig.credentials, ...another };
  return new CloudFrontKeyValueStoreClient({
    endpoint: endpoint.replace('127.0.0.1', 'localhost'),
    region,
    credentials,
    maxAttempts: 1,
  });
}

const etag = async () => (await client.send(new DescribeKeyValueStoreCommand({ KvsARN }))).ETag;

test('a key that was put is read, listed and deleted, each change on the version before', async () => {
  const put = await client.send(new PutKeyCommand({ KvsARN, IfMatch: await etag(), Key: 'a', Value: '1' }));
  expect(put).toMatchObject({ ItemCount: 1, TotalSizeInBytes: 2 });
  expect(await client.send(new GetKeyCommand({ KvsARN, Key: 'a' }))).toMatchObject({ Key: 'a', Value: '1' });
  const Puts = ['b', 'c'].map((Key) => ({ Key, Value: '2' }));
  await client.send(new UpdateKeysCommand({ KvsARN, IfMatch: put.ETag, Puts, Deletes: [{ Key: 'a' }] }));
  const first = await client.send(new ListKeysCommand({ KvsARN, MaxResults: 1 }));
  const { Items } = await client.send(new ListKeysCommand({ KvsARN, NextToken: first.NextToken }));
  expect([...(first.Items ?? []), ...(Items ?? [])].map(({ Key }) => Key)).toEqual(['b', 'c']);
  await client.send(new DeleteKeyCommand({ KvsARN, IfMatch: await etag(), Key: 'b' }));
  await expect(client.send(new GetKeyCommand({ KvsARN, Key: 'b' }))).rejects.toThrow(/not found/);
});

test('of two changes on one version, the second is a conflict', async () => {
  const IfMatch = await etag();
  await client.send(new PutKeyCommand({ KvsARN, IfMatch, Key: 'x', Value: '1' }));
  const second = client.send(new PutKeyCommand({ KvsARN, IfMatch, Key: 'x', Value: '2' }));
  await expect(second).rejects.toMatchObject({ name: 'ConflictException' });
});

test('a request that another secret signed by version 4A is refused', async () => {
  const stranger = clientOf({ secretAccessKey: 'another' });
  const name = 'InvalidSignatureException';
  await expect(stranger.send(new DescribeKeyValueStoreCommand({ KvsARN }))).rejects.toMatchObject({ name });
  stranger.destroy();
});

test('the edge sees a change after a while, within five seconds', async () => {
  const edge = service.edge(KvsARN);
  await client.send(new PutKeyCommand({ KvsARN, IfMatch: await etag(), Key: 'late', Value: '1' }));
  expect(edge.get('late')).toBeUndefined();
  await new Promise((done) => setTimeout(done, propagationMs + 200));
  expect(edge.get('late')).toBe('1');
  expect(propagationMs).toBeLessThan(5_000);
});
