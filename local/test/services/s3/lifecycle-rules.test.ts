import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import cases from '../../cases/lifecycle-refused.json';
import { errorName, startWorld, type World } from './support';

let world: World;
let Bucket: string;

beforeAll(async () => {
  world = await startWorld();
  ({ ref: Bucket } = await world.laptop.deploy('AWS::S3::Bucket', 'Ruled', {}));
});
afterAll(() => world.stop());

const put = (...Rules: LifecycleRule[]) =>
  world.s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
const get = async () => (await world.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules;

const everything = { Filter: { Prefix: '' }, Status: 'Enabled' } as const;

describe('S3 refuses', () => {
  test.each(cases)('$name', async ({ rules, error, message }) => {
    const given = rules.map((rule) => ({ ...everything, ...rule })) as LifecycleRule[];
    await expect(put(...given)).rejects.toMatchObject({ name: error, message });
  });

  test.each(cases)('in a template, when it is loaded: $name', async ({ rules, message }) => {
    const Rules = rules.map(inTemplate);
    const deployed = world.laptop.deploy('AWS::S3::Bucket', 'Odd', { LifecycleConfiguration: { Rules } });
    await expect(deployed).rejects.toThrow(
      `Test/Odd (AWS::S3::Bucket): LifecycleConfiguration is refused by S3: ${message}`,
    );
  });

  test.each<[string, object]>([
    ['neither filter nor prefix', { Status: 'Enabled', Expiration: { Days: 7 } }],
    ['two predicates outside of And', { Status: 'Enabled', Filter: { Prefix: 'a', ObjectSizeGreaterThan: 1 } }],
    ['days beside a delete marker', { ...everything, Expiration: { Days: 7, ExpiredObjectDeleteMarker: true } }],
    ['an empty expiration of noncurrent versions', { ...everything, NoncurrentVersionExpiration: {} }],
  ])('%s', async (_, rule) => {
    expect(await errorName(put({ ID: 'a', ...rule } as LifecycleRule))).toBe('MalformedXML');
  });
});

// Recorded from S3, 2026-02-21, by localstack's TestS3BucketLifecycle.
test.each<[string, string, object]>([
  ['a date beside midnight', 'InvalidArgument', { Expiration: { Date: new Date('2023-01-01T02:02:00Z') } }],
  [
    'a tag twice',
    'InvalidRequest',
    {
      Filter: { And: { Tags: ['a', 'b'].map((Value) => ({ Key: 'k', Value })) } },
      Expiration: { Days: 1 },
    },
  ],
])('S3 refuses %s as %s', async (_, error, rule) => {
  expect(await errorName(put({ ...everything, ID: 'a', ...rule }))).toBe(error);
});

test.each<[object]>([
  [{ ObjectSizeGreaterThan: 20 }],
  [{ ObjectSizeLessThan: 20 }],
  [{ Tag: { Key: 'k', Value: 'v' } }],
  [{ And: { Prefix: 'a', Tags: [{ Key: 'k', Value: 'v' }] } }],
])('the filter %j comes back as it was put', async (Filter) => {
  await put({ ID: 'a', Status: 'Enabled', Filter, Expiration: { Days: 1 } });
  expect(await get()).toMatchObject([{ Filter }]);
});

test('a rule comes back as it was put, until it is deleted', async () => {
  const rules: LifecycleRule[] = [
    {
      ...everything,
      ID: 'cold',
      Expiration: { Days: 91 },
      Transitions: [{ Days: 90, StorageClass: 'STANDARD_IA' }],
    },
    { ID: 'off', Filter: { Prefix: 'tmp/' }, Status: 'Disabled', Expiration: { Days: 1 } },
  ];
  await put(...rules);
  expect(await get()).toEqual(rules);
  await world.s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
  expect(await errorName(get())).toBe('NoSuchLifecycleConfiguration');
});

// Recorded from S3, 2026-02-21, by localstack's TestS3BucketLifecycle.
test('rules whose prefixes overlap are accepted', async () => {
  const rule = (ID: string, Prefix: string) => ({ ID, Filter: { Prefix }, Status: 'Enabled', Expiration: { Days: 7 } });
  await put(...(['testobject', 'test', 't'].map((prefix) => rule(prefix, prefix)) as LifecycleRule[]));
  expect(await get()).toHaveLength(3);
});

// biome-ignore lint/suspicious/noExplicitAny: a rule of the table
function inTemplate({ ID, Expiration, NoncurrentVersionExpiration, ...rule }: any) {
  return {
    Id: ID,
    Status: 'Enabled',
    ExpirationInDays: Expiration?.Days,
    NoncurrentVersionExpiration,
    // biome-ignore lint/suspicious/noExplicitAny: as above
    Transitions: rule.Transitions?.map(({ Days, StorageClass }: any) => ({ TransitionInDays: Days, StorageClass })),
    // biome-ignore lint/suspicious/noExplicitAny: as above
    NoncurrentVersionTransitions: rule.NoncurrentVersionTransitions?.map(({ NoncurrentDays, StorageClass }: any) => ({
      TransitionInDays: NoncurrentDays,
      StorageClass,
    })),
  };
}
