import dns from 'node:dns';
import {
  CloudFrontKeyValueStoreClient,
  DescribeKeyValueStoreCommand,
  GetKeyCommand,
} from '@aws-sdk/client-cloudfront-keyvaluestore';
import { createCloudFrontKeyValueStore, type Laptop, startLaptop } from '@omnistream/local/test';
import { KeyValueRevocations } from '../../../lambda/delivery/revocations.client';
import { sweep } from '../../../lambda/delivery/sweep';

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
  const revocations = new KeyValueRevocations(client, KvsARN);
  const ids = Array.from({ length: 4 }, (_, n) => `session-${n}`);
  await Promise.all(ids.map((id) => revocations.add(id, second + 60)));
  const found = await Promise.all(ids.map((Key) => client.send(new GetKeyCommand({ KvsARN, Key }))));
  expect(found.map(({ Value }) => Value)).toEqual(Array(4).fill(String(second + 60)));
});

/** A store as it is after many ended sessions: the first `expired` ones may be removed. */
async function fullStore(entries: number, expired: number): Promise<string> {
  const arn = await newStore();
  const values = Array.from({ length: entries }, (_, n) => [`session-${n}`, String(second + (n < expired ? -1 : 60))]);
  const stores = laptop.kernel.store<{ values: object }>('cloudfront-keyvaluestore', 'stores');
  stores.put(arn, { ...(stores.get(arn) as { values: object }), values: Object.fromEntries(values) });
  return arn;
}

/** The names of the calls of a client while `work` runs. */
async function callsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = [];
  const name = 'recordCalls';
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        calls.push(String(commandName));
        return next(args);
      },
    { step: 'initialize', name },
  );
  await work().finally(() => client.middlewareStack.remove(name));
  return calls;
}

test('a session ends by two calls, also beside 100,000 others: nothing is listed', async () => {
  const KvsARN = await fullStore(100_000, 50_000);
  const revocations = new KeyValueRevocations(client, KvsARN);
  for (const id of ['one', 'another']) {
    const calls = await callsDuring(() => revocations.add(id, second + 60));
    expect(calls).toEqual(['DescribeKeyValueStoreCommand', 'UpdateKeysCommand']);
  }
  expect((await describeStore(KvsARN)).ItemCount).toBe(100_002);
});

describe('the sweep', () => {
  /** A clock that only moves by the pauses of the sweep. */
  function ports(KvsARN: string) {
    let time = now().getTime();
    return {
      store: new KeyValueRevocations(client, KvsARN),
      now: () => time,
      sleep: async (milliseconds: number) => {
        time += milliseconds;
      },
    };
  }
  const inTenMinutes = now().getTime() + 600_000;

  test('removes every session whose signatures have expired, and no other', async () => {
    const KvsARN = await fullStore(300, 120);
    const swept = await sweep(ports(KvsARN), inTenMinutes);
    const { ItemCount, TotalSizeInBytes } = await describeStore(KvsARN);
    expect(ItemCount).toBe(180);
    expect(swept).toEqual({ removed: 120, kept: 180, isComplete: true, bytes: TotalSizeInBytes });
    const kept = await client.send(new GetKeyCommand({ KvsARN, Key: 'session-120' }));
    expect(kept.Value).toBe(String(second + 60));
    await expect(client.send(new GetKeyCommand({ KvsARN, Key: 'session-119' }))).rejects.toThrow(/not found/);
  });

  test('ends in time, reports that it is not complete, and the next one continues', async () => {
    const KvsARN = await fullStore(300, 250);
    const { sleep, ...rest } = ports(KvsARN);
    const swept = await sweep({ ...rest, sleep }, now().getTime() + 400);
    expect(swept).toMatchObject({ removed: 100, kept: 50, isComplete: false });
    expect(await sweep(ports(KvsARN), inTenMinutes)).toMatchObject({ removed: 150, kept: 50, isComplete: true });
  });

  test('of an empty store does nothing', async () => {
    const swept = await sweep(ports(await newStore()), inTenMinutes);
    expect(swept).toEqual({ removed: 0, kept: 0, isComplete: true, bytes: 0 });
  });
});
