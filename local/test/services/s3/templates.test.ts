import {
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { allow, deployRole } from '../../../testing/role';
import { deployKey, encryptedBy, errorName, notifying, startWorld, versioned, type World } from './support';

let world: World;
const deploy = (logicalId: string, properties: object) => world.laptop.deploy('AWS::S3::Bucket', logicalId, properties);

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('a bucket has the attributes that templates ask for', async () => {
  expect(await deploy('Named', {})).toEqual({
    ref: 'test-named',
    attributes: {
      Arn: 'arn:aws:s3:::test-named',
      DomainName: 'test-named.s3.amazonaws.com',
      RegionalDomainName: 'test-named.s3.eu-west-1.amazonaws.com',
      DualStackDomainName: 'test-named.s3.dualstack.eu-west-1.amazonaws.com',
    },
  });
});

test.each([
  ['ObjectLockConfiguration', { ObjectLockConfiguration: {} }],
  ['NotificationConfiguration.QueueConfigurations', { NotificationConfiguration: { QueueConfigurations: [] } }],
  ['LifecycleConfiguration.Rules.Sometime', { LifecycleConfiguration: { Rules: [{ Sometime: 1 }] } }],
  ['ReplicationConfiguration requires', { ReplicationConfiguration: { Role: 'r', Rules: [] } }],
])('a property that would be left undone is refused by name: %s', async (named, properties) => {
  await expect(deploy('Odd', properties)).rejects.toThrow(`Test/Odd (AWS::S3::Bucket): ${named}`);
});

test('a bucket that is versioned no longer keeps its versions, and is suspended', async () => {
  const { ref: Bucket } = await deploy('Once', versioned);
  const { VersionId } = await world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
  await deploy('Once', {});
  expect((await world.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended');
  const { VersionId: second } = await world.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'y' }));
  expect([typeof VersionId, second]).toEqual(['string', undefined]);
});

test('the API tells what the template says', async () => {
  const { laptop, s3 } = world;
  const Role = await deployRole(laptop, 's3.amazonaws.com', [allow('s3:*')], 'Replicator');
  const PublicAccessBlockConfiguration = { BlockPublicAcls: true, BlockPublicPolicy: true };
  const { ref: Bucket } = await deploy('Full', {
    ...versioned,
    PublicAccessBlockConfiguration,
    CorsConfiguration: {
      CorsRules: [{ AllowedMethods: ['PUT'], AllowedOrigins: ['*'], ExposedHeaders: ['ETag'], MaxAge: 60 }],
    },
    LifecycleConfiguration: {
      Rules: [{ Id: 'tidy', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }],
    },
    ReplicationConfiguration: {
      Role,
      Rules: [{ Id: 'all', Status: 'Enabled', Priority: 1, Filter: {}, Destination: { Bucket: 'arn:aws:s3:::far' } }],
    },
  });
  const PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Principal: '*', Action: 's3:DeleteObject', Resource: `arn:aws:s3:::${Bucket}/*` }],
  };
  await laptop.deploy('AWS::S3::BucketPolicy', 'FullPolicy', { Bucket, PolicyDocument });

  const cors = await s3.send(new GetBucketCorsCommand({ Bucket }));
  const rule = { AllowedMethods: ['PUT'], AllowedOrigins: ['*'], ExposeHeaders: ['ETag'], MaxAgeSeconds: 60 };
  expect(cors.CORSRules).toEqual([rule]);
  const { Rules = [] } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toMatchObject([{ ID: 'tidy', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }]);
  const { ReplicationConfiguration } = await s3.send(new GetBucketReplicationCommand({ Bucket }));
  expect(ReplicationConfiguration).toMatchObject({ Role, Rules: [{ Destination: { Bucket: 'arn:aws:s3:::far' } }] });
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  expect(JSON.parse(Policy)).toEqual(PolicyDocument);
  const access = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  expect(access.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
});

test('what a template does not say is missing by the name that S3 gives it', async () => {
  const { ref: Bucket } = await deploy('Bare', {});
  expect(await errorName(world.s3.send(new GetBucketCorsCommand({ Bucket })))).toBe('NoSuchCORSConfiguration');
  expect(await errorName(world.s3.send(new GetBucketPolicyCommand({ Bucket })))).toBe('NoSuchBucketPolicy');
});

test('the page may do what the CORS rules of a bucket allow, and another page nothing', async () => {
  const { laptop } = world;
  const page = laptop.kernel.address('web');
  const bucket = async (id: string, rule: object) => {
    const CorsRules = [{ AllowedMethods: ['PUT'], AllowedHeaders: ['content-*'], ExposedHeaders: ['ETag'], ...rule }];
    return (await deploy(id, { CorsConfiguration: { CorsRules } })).ref;
  };
  const open = await bucket('Shared', { AllowedOrigins: ['*'], MaxAge: 60 });
  const closed = await bucket('Elsewhere', { AllowedOrigins: ['https://*.example'] });
  const { ref: bare } = await deploy('Unshared', {});
  const ask = async (name: string, origin: string, method = 'PUT', headers = 'Content-Type') => {
    const asked = { 'access-control-request-method': method, 'access-control-request-headers': headers };
    const path = `${laptop.kernel.endpoint}/${name}/key`;
    const response = await fetch(path, { method: 'OPTIONS', headers: { origin, ...asked } });
    return [response.status, response.headers.get('access-control-allow-origin'), await response.text()];
  };
  const refused = [403, null, expect.stringContaining('<Code>AccessForbidden</Code>')];
  expect(await ask(open, page)).toEqual([200, page, '']);
  expect(await ask(open, page, 'DELETE')).toEqual(refused);
  expect(await ask(open, page, 'PUT', 'content-type,x-amz-acl')).toEqual(refused);
  expect(await ask(closed, page)).toEqual(refused);
  expect(await ask(bare, page)).toEqual(refused);
  expect(await ask(open, 'https://a.example')).toEqual([403, null, expect.stringContaining('ForeignOrigin')]);
  expect(await ask(closed, 'https://a.example')).toEqual([403, null, expect.stringContaining('ForeignOrigin')]);

  const put = await fetch(`${laptop.kernel.endpoint}/${open}/key`, { method: 'PUT', headers: { origin: page } });
  expect([put.status, put.headers.get('access-control-allow-origin')]).toEqual([403, page]);
  expect(put.headers.get('access-control-expose-headers')).toBe('ETag');
});

test('encryption, notifications and ownership are those of the template', async () => {
  const key = await deployKey(world.laptop, 'SettingsKey');
  const OwnershipControls = { Rules: [{ ObjectOwnership: 'ObjectWriter' }] };
  const { ref: Bucket } = await deploy('Settings', { ...encryptedBy(key), ...notifying, OwnershipControls });
  const encryption = await world.s3.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(encryption.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
      BucketKeyEnabled: true,
    },
  ]);
  const notification = await world.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  expect(notification).toHaveProperty('EventBridgeConfiguration');
  const ownership = await world.s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  expect(ownership.OwnershipControls).toEqual(OwnershipControls);
});

test('a bucket policy is replaced by a call; one that is not valid is refused', async () => {
  const { ref: Bucket } = await deploy('Policed', {});
  const Statement = [
    { Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `arn:aws:s3:::${Bucket}/locked/*` },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  expect((await world.s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
  const put = (Key: string) => errorName(world.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' })));
  expect([await put('locked/a'), await put('open/a')]).toEqual(['AccessDenied', 'no error']);
  const broken = world.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Statement":[{}]}' }));
  expect(await errorName(broken)).toBe('MalformedPolicy');
});
