import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Evidence, type EvidenceLine } from '../../iam/evidence';
import { Iam } from '../../iam/iam';
import type { Principal } from '../../kernel/service';
import { type Laptop, startLaptop } from '../../testing/start-services';

const accountId = '000000000000';
const role: Principal = { kind: 'role', accountId, roleArn: `arn:aws:iam::${accountId}:role/film`, sessionName: 'run' };
const lambda: Principal = { kind: 'service', accountId, service: 'lambda.amazonaws.com' };
const allow = (Action: unknown, Resource: unknown, Principal?: object) => ({
  ...{ Effect: 'Allow', Action, Resource },
  ...(Principal && { Principal }),
});
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

let laptop: Laptop;
let path: string;
beforeEach(async () => {
  laptop = await startLaptop(() => []);
  path = join(mkdtempSync(join(tmpdir(), 'evidence-')), 'permissions.jsonl');
});
afterEach(() => laptop.stop());

/** A role of a template with one policy of its own, deployed as at each start. */
function deployed(evidence?: Evidence): Iam {
  const iam = new Iam(laptop.kernel, evidence);
  const trust = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } });
  const deploy = (type: string, logicalId: string, properties: object) =>
    iam.service.resources?.[type]?.deploy?.({ stackName: 'Media', logicalId, accountId, properties } as never);
  deploy('AWS::IAM::Role', 'FilmRole', { RoleName: 'film', AssumeRolePolicyDocument: trust });
  deploy('AWS::IAM::Policy', 'FilmPolicy', {
    PolicyName: 'film',
    Roles: ['film'],
    PolicyDocument: document(
      allow('sqs:SendMessage', '*'),
      allow(['s3:PutObject', 's3:Get*'], ['arn:aws:s3:::a/*', 'arn:aws:s3:::b/*']),
    ),
  });
  return iam;
}

const read = (key: string) => [{ action: 's3:GetObject', resource: `arn:aws:s3:::b/${key}` }];
const lines = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as EvidenceLine);

const policy = { stackName: 'Media', logicalId: 'FilmPolicy' };
const filmRole = { stackName: 'Media', logicalId: 'FilmRole' };

test('the statement, action and resource that allowed a call are recorded, once', () => {
  const iam = deployed(new Evidence(path, 'cdk.out'));
  for (const key of ['k', 'l', 'k']) iam.authorize(role, 'eu-west-1', read(key));
  expect(lines()).toEqual([
    { assembly: 'cdk.out', policy, kind: 'identity', role: filmRole, statement: 1, action: 's3:Get*', resource: 1 },
  ]);
});

test('so are trust policies, and policies of resources', () => {
  const iam = deployed(new Evidence(path, 'cdk.out'));
  iam.authorize(lambda, 'eu-west-1', [{ action: 'sts:AssumeRole', resource: role.roleArn }]);
  const queue = 'arn:aws:sqs:eu-west-1:000000000000:q';
  const source = { stackName: 'Media', logicalId: 'QueuePolicy' };
  const opened = document(allow('sqs:SendMessage', queue, { Service: 'lambda.amazonaws.com' }));
  iam.resourcePolicy(queue, opened, 'policy', source);
  iam.authorize(lambda, 'eu-west-1', [{ action: 'sqs:SendMessage', resource: queue }]);
  const common = { assembly: 'cdk.out', statement: 0 };
  expect(lines()).toEqual([
    { ...common, policy: filmRole, kind: 'trust', action: 'sts:AssumeRole' },
    { ...common, policy: source, kind: 'resource', action: 'sqs:SendMessage', resource: 0 },
  ]);
});

test('what is refused, and what the account’s owner does, is not', () => {
  const iam = deployed(new Evidence(path, 'cdk.out'));
  expect(() => iam.authorize(role, 'eu-west-1', [{ action: 's3:DeleteObject', resource: '*' }])).toThrow('authorized');
  iam.authorize({ kind: 'root', accountId }, 'eu-west-1', read('k'));
  expect(existsSync(path)).toBe(false);
});

test('a file goes on after a restart, and after a crash that cut its last line short', () => {
  deployed(new Evidence(path, 'cdk.out')).authorize(role, 'eu-west-1', read('k'));
  const [line] = readFileSync(path, 'utf8').split('\n') as [string];
  appendFileSync(path, line.slice(0, 20));
  const iam = deployed(new Evidence(path, 'cdk.out'));
  iam.authorize(role, 'eu-west-1', read('k'));
  iam.authorize(role, 'eu-west-1', [{ action: 'sqs:SendMessage', resource: 'arn:aws:sqs:eu-west-1:000000000000:q' }]);
  const whole = readFileSync(path, 'utf8').split('\n');
  expect([whole[0], whole[1], whole.length]).toEqual([line, line.slice(0, 20), 4]);
  expect(JSON.parse(whole[2] as string)).toMatchObject({ action: 'sqs:SendMessage', statement: 0 });
  writeFileSync(path, '');
});

test('without a file, nothing is recorded', () => {
  deployed().authorize(role, 'eu-west-1', read('k'));
  expect(existsSync(path)).toBe(false);
});
