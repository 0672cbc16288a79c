import dns from 'node:dns';
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
  UpdateKeysCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { createCloudFrontKeyValueStore, type Laptop, startLaptop } from '@omnistream/local/test';
import { KeyValueRevocations } from '../../../lambda/delivery/revocations.client';

const { lookup } = dns;
const now = () => new Date('2026-01-01T00:00:00Z');
const second = now().getTime() / 1000;
let laptop: Laptop;
let client: CloudFrontKeyValueStoreClient;
let stores = 0;

beforeAll(async () => {
  // As in the laptop's functions: the client puts the account before the host.
  const loopback = (host: string, ...rest: never[]) =>
    (lookup as (host: string, ...rest: never[]) => void)(host.endsWith('.localhost') ? '127.0.0.1' : host, ...rest);
  dns.lookup = loopback as typeof lookup;
  laptop = await startLaptop((kernel) => [createCloudFrontKeyValueStore(kernel)]);
  const endpoint = laptop.clientConfig.endpoint.replace('127.0.0.1', 'localhost');
  client = new CloudFrontKeyValueStoreClient({ ...laptop.clientConfig, endpoint });
});

afterAll(async () => {
  dns.lookup = lookup;
  client.destroy();
  await laptop.stop();
});

async function newStore(): Promise<string> {
  stores += 1;
  const { attributes } = await laptop.deploy('AWS::CloudFront::KeyValueStore', `Store${stores}`, {});
  return String(attributes.Arn);
}

const describeStore = (KvsARN: string) => client.send(new DescribeKeyValueStoreCommand({ KvsARN }));

test('sessions that end at the same time are all on the list', async () => {
  const KvsARN = await newStore();
  const revocations = new KeyValueRevocations(client, KvsARN, now);
  const ids = Array.from({ length: 4 }, (_, n) => `session-${n}`);
  await Promise.all(ids.map((id) => revocations.add(id, second + 60)));
  const found = await Promise.all(ids.map((Key) => client.send(new GetKeyCommand({ KvsARN, Key }))));
  expect(found.map(({ Value }) => Value)).toEqual(Array(4).fill(String(second + 60)));
});

test('every hundredth takes out those whose signatures are over, and no others', async () => {
  const KvsARN = await newStore();
  const values = Array.from({ length: 99 }, (_, n) => ({ Key: `k${n}`, Value: String(second + (n < 30 ? -1 : 60)) }));
  for (const Puts of [values.slice(0, 50), values.slice(50)]) {
    const { ETag: IfMatch } = await describeStore(KvsARN);
    await client.send(new UpdateKeysCommand({ KvsARN, IfMatch, Puts }));
  }
  await new KeyValueRevocations(client, KvsARN, now).add('one-more', second + 60);
  expect((await describeStore(KvsARN)).ItemCount).toBe(70);
  expect((await client.send(new GetKeyCommand({ KvsARN, Key: 'k30' }))).Value).toBe(String(second + 60));
  await expect(client.send(new GetKeyCommand({ KvsARN, Key: 'k29' }))).rejects.toThrow(/not found/);
});
