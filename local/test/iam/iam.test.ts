import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../../iam/assume-role';
import { Iam } from '../../iam/iam';
import type { Call, Principal } from '../../kernel/service';
import { type Laptop, startLaptop } from '../../testing/start-services';

const accountId = '000000000000';
const roleArn = `arn:aws:iam::${accountId}:role/test-film`;
const film: Principal = { kind: 'role', accountId, roleArn, sessionName: 'run' };
const document = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Allow', Action, Resource });
const trust = (principal: object, condition?: object) =>
  document({
    ...{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' },
    ...(condition && { Condition: condition }),
  });
const trustsAccount = trust({ AWS: `arn:aws:iam::${accountId}:root` });

let laptop: Laptop;
beforeEach(async () => {
  laptop = await startLaptop(() => []);
});
afterEach(() => laptop.stop());

const deployRole = (properties: object = {}) =>
  laptop.deploy('AWS::IAM::Role', 'Film', { AssumeRolePolicyDocument: trustsAccount, ...properties });

function stsAs({ accessKeyId, secretAccessKey, sessionToken }: Record<string, string>): STSClient {
  const credentials = { accessKeyId, secretAccessKey, sessionToken } as {
    accessKeyId: string;
    secretAccessKey: string;
  };
  return new STSClient({ ...laptop.clientConfig, credentials });
}

async function assume(overrides: object = {}) {
  const input = { RoleArn: roleArn, RoleSessionName: 'ann', ...overrides };
  const { Credentials: keys } = await new STSClient(laptop.clientConfig).send(new AssumeRoleCommand(input));
  return { accessKeyId: keys?.AccessKeyId, secretAccessKey: keys?.SecretAccessKey, sessionToken: keys?.SessionToken };
}

describe('roles', () => {
  test('have the ARN, name and id that CloudFormation gives', async () => {
    const { ref, attributes } = await deployRole();
    expect(ref).toBe('test-film');
    expect(attributes).toEqual({ Arn: roleArn, RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/) });
  });

  test('get what policies of their own say about them', async () => {
    await deployRole();
    await laptop.deploy('AWS::IAM::Policy', 'P', {
      ...{ PolicyName: 'P', Roles: ['test-film'], PolicyDocument: document(allow('s3:GetObject')) },
    });
    const demand = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' };
    expect(() => laptop.kernel.authorize(film, 'eu-west-1', [demand])).not.toThrow();
  });

  test('are refused with a managed policy that this runtime does not know', async () => {
    const arn = 'arn:aws:iam::aws:policy/AmazonRekognitionFullAccess';
    await expect(deployRole({ ManagedPolicyArns: [arn] })).rejects.toThrow(arn);
  });

  test.each([
    ['an effect that is none', { Effect: 'allow', Action: 's3:*', Resource: '*' }],
    ['an unknown operator', { ...allow('s3:*'), Condition: { StringIs: { 'x:k': 'a' } } }],
    ['a resource that is none', allow('s3:*', 'films/*')],
    ['no resource', { Effect: 'Allow', Action: 's3:*' }],
    ['an action without a service', allow('GetObject')],
    ['a misspelt member', { ...allow('s3:*'), Conditions: {} }],
  ])('are refused with a policy with %s', async (_what, statement) => {
    const Policies = [{ PolicyName: 'broken', PolicyDocument: document(statement) }];
    await expect(deployRole({ Policies })).rejects.toThrow('MalformedPolicyDocument: broken');
  });
});

describe('STS', () => {
  test("tells the owner who they are, and a role's session too", async () => {
    await deployRole();
    const owner = await new STSClient(laptop.clientConfig).send(new GetCallerIdentityCommand({}));
    expect(owner).toMatchObject({ Account: accountId, Arn: `arn:aws:iam::${accountId}:root` });
    const session = await stsAs((await assume()) as Record<string, string>).send(new GetCallerIdentityCommand({}));
    expect(session.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/test-film/ann`);
    expect(session.UserId).toMatch(/^AROA\w{17}:ann$/);
  });

  test('refuses a role that is not there as one that may not be assumed', async () => {
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('refuses sessions longer than the role lets them be', async () => {
    await deployRole({ MaxSessionDuration: 7200 });
    await expect(assume({ DurationSeconds: 7200 })).resolves.toBeDefined();
    await expect(assume({ DurationSeconds: 7201 })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('refuses to narrow a session, which it could not keep to', async () => {
    await deployRole();
    const Policy = JSON.stringify(document(allow('s3:*')));
    await expect(assume({ Policy })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('demands the external id that the trust policy wants', async () => {
    const AssumeRolePolicyDocument = trust({ AWS: accountId }, { StringEquals: { 'sts:ExternalId': 'secret' } });
    await deployRole({ AssumeRolePolicyDocument });
    await expect(assume()).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(assume({ ExternalId: 'secret' })).resolves.toBeDefined();
  });
});

describe('credentials', () => {
  test('of a role are the same after a restart, and still open the door', async () => {
    await deployRole();
    const before = laptop.kernel.credentials(roleArn, 'run');
    laptop = await laptop.restart();
    await deployRole();
    expect(laptop.kernel.credentials(roleArn, 'run')).toEqual(before);
    const identity = await stsAs({ ...before }).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/test-film/run`);
  });

  test('of one laptop do not open another', async () => {
    const other = await startLaptop(() => []);
    const theirs = other.kernel.credentials(roleArn, 'run');
    await other.stop();
    await expect(stsAs({ ...theirs }).send(new GetCallerIdentityCommand({}))).rejects.toThrow();
  });

  test('without their session token open nothing', async () => {
    const { accessKeyId, secretAccessKey } = laptop.kernel.credentials(roleArn, 'run');
    const client = stsAs({ accessKeyId, secretAccessKey });
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('that STS gave end when they said', async () => {
    await deployRole();
    const credentials = (await assume({ DurationSeconds: 900 })) as Record<string, string>;
    const late = Object.create(laptop.kernel, { now: { value: () => Date.now() + 901_000 } });
    expect(() => new Iam(late).resolve(credentials.accessKeyId as string)).toThrow('expired');
    expect(new Iam(laptop.kernel).resolve(credentials.accessKeyId as string)).toBeDefined();
  });
});

describe('Iam', () => {
  test('denies an operation without a permission, and names it', () => {
    const call = { service: 'sts', operation: 'GetFederationToken', principal: { kind: 'anonymous' } } as Call;
    expect(() => new Iam(laptop.kernel).authorizeCall(call, undefined, {})).toThrow('sts:GetFederationToken');
  });

  test('says who may not do what on which resource, and why, as AWS does', async () => {
    await deployRole();
    const ask = () =>
      laptop.kernel.authorize(film, 'eu-west-1', [{ action: 's3:PutObject', resource: 'arn:aws:s3:::b/k' }]);
    expect(ask).toThrow(
      `User: arn:aws:sts::${accountId}:assumed-role/test-film/run is not authorized to perform: s3:PutObject ` +
        'on resource: arn:aws:s3:::b/k because no identity-based policy allows the s3:PutObject action',
    );
    expect(ask).toThrow(expect.objectContaining({ name: 'AccessDenied', status: 403 }));
  });

  test('lets a service take on a role only for the source that the role trusts', async () => {
    const source = 'arn:aws:states:eu-west-1:000000000000:stateMachine:film';
    const AssumeRolePolicyDocument = trust(
      { Service: 'states.amazonaws.com' },
      { ArnEquals: { 'aws:SourceArn': source } },
    );
    await deployRole({ AssumeRolePolicyDocument });
    const take = (service: string, sourceArn: string) => () =>
      assumeRole(laptop.kernel, { service, roleArn, sourceArn, region: 'eu-west-1' });
    expect(take('states.amazonaws.com', source)).not.toThrow();
    expect(take('states.amazonaws.com', `${source}2`)).toThrow(`may not act as ${roleArn} for ${source}2`);
    expect(take('lambda.amazonaws.com', source)).toThrow(`lambda.amazonaws.com may not act as ${roleArn}`);
  });

  test('reports the permissions of a role that were never asked for', () => {
    const iam = new Iam(laptop.kernel);
    const Policies = [{ PolicyName: 'all', PolicyDocument: document(allow(['s3:Get*', 's3:PutObject'], '*')) }];
    const properties = { AssumeRolePolicyDocument: trustsAccount, RoleName: 'test-film', Policies };
    iam.service.resources?.['AWS::IAM::Role']?.deploy?.({ properties, accountId } as never);
    expect(iam.unused()[0]?.actions).toEqual(['s3:Get*', 's3:PutObject']);
    iam.authorize(film, 'eu-west-1', [{ action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }]);
    expect(iam.unused()).toEqual([
      { roleArn, policy: 'all', sid: undefined, actions: ['s3:PutObject'], resources: ['*'] },
    ]);
  });
});
