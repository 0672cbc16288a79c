import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { AdminSetUserPasswordCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { InvokeCommand, LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { buildWorker, film } from '@omnistream/local/test';
import { type Api, signedIn } from '../support/api';
import { eventually } from '../support/audience';
import { omnistream, type Platform, startPlatform } from '../support/platform';

/** The canary of a stage that has one: what it finds, and what it leaves. */
let platform: Platform;
let lambda: LambdaClient;
let canary: string;
let secretArn: string;
let admin: Api;

beforeAll(async () => {
  platform = await startPlatform({ context: ['canary=5'] });
  // A journey takes a minute; the SDK would otherwise start a second one.
  lambda = new LambdaClient({ ...platform.owner, maxAttempts: 1 });
  for await (const { Functions = [] } of paginateListFunctions({ client: lambda }, {})) {
    const found = Functions.find(({ FunctionName = '' }) => /canaryrun/i.test(FunctionName));
    canary = found?.FunctionName ?? canary;
    secretArn = found?.Environment?.Variables?.USER_SECRET_ARN ?? secretArn;
  }
  admin = await signedIn(platform, 'admin@example.com');
});

afterAll(async () => {
  lambda?.destroy();
  await platform?.stop();
});

interface Report {
  readonly held: boolean;
  readonly steps: readonly { readonly step: string; readonly state: string; readonly detail: string }[];
}

async function run(journey: string): Promise<Report> {
  const Payload = JSON.stringify({ journey });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: canary, Payload }));
  return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
}

/** The options of the command line for the canary's user, as an operator finds them. */
async function credentials(): Promise<string[]> {
  const client = new SecretsManagerClient(platform.owner);
  const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
  const { user, password } = JSON.parse(SecretString);
  return ['--user', user, '--password', password];
}

const states = ({ steps }: Report) => steps.map(({ step, state }) => `${step} ${state}`);

const played = [
  'sessions',
  'HLS',
  'files',
  'target durations',
  'DASH',
  'signed addresses',
  'refusals',
  'ended session',
];

/** The values of a metric of the last hour: the least and the greatest. */
async function values(MetricName: string, seconds = 30) {
  const cloudwatch = new CloudWatchClient(platform.owner);
  const Dimensions = [{ Name: 'Stage', Value: 'dev' }];
  const times = { StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 60_000), Period: 3600 };
  const what = { Namespace: 'OmniStream', MetricName, Dimensions, Statistics: ['Minimum', 'Maximum'] as const };
  return eventually(
    `values of ${MetricName}`,
    async () => {
      const { Datapoints = [] } = await cloudwatch.send(
        new GetMetricStatisticsCommand({ ...what, ...times, Statistics: [...what.Statistics] }),
      );
      if (Datapoints.length === 0) return undefined;
      return [
        Math.min(...Datapoints.map(({ Minimum = Number.NaN }) => Minimum)),
        Math.max(...Datapoints.map(({ Maximum = Number.NaN }) => Maximum)),
      ];
    },
    seconds,
  );
}

test('the schedule uploads a film, plays it and deletes it, and no list shows it afterwards', async () => {
  expect(await values('CanaryUpload', 120)).toEqual([1, 1]);
  expect((await admin('GET', '/assets')).body.assets).toEqual([]);
});

test('a stage without films does not play, and the canary says so', async () => {
  const report = await run('play');
  expect(report.held).toBe(false);
  expect(report.steps[0]).toMatchObject({ step: 'film', state: 'failed', detail: 'No film is published' });
});

test('a film that an earlier run left behind is deleted by the next one', async () => {
  const file = await film('plain', buildWorker('transcode'));
  const canaryUser = await credentials();
  const left = omnistream(platform, 'upload', file, '--language', 'fi', ...canaryUser);
  expect(left.status).toBe(0);
  const report = await run('upload');
  const steps = ['earlier films', 'upload', 'PLAYABLE', ...played, 'deletion'];
  expect(states(report)).toEqual(steps.map((step) => `${step} held`));
  expect(report.steps[0]?.detail).toBe('1 deleted');
  expect((await admin('GET', '/assets')).body.assets).toEqual([]);
});

test('the newest film is played as by a viewer', async () => {
  const file = await film('plain', buildWorker('transcode'));
  expect(omnistream(platform, 'upload', file, '--language', 'fi', '--wait')).toMatchObject({ status: 0 });
  const report = await run('play');
  expect(states(report)).toEqual(['film', ...played].map((step) => `${step} held`));
  expect(await values('CanaryPlayback')).toEqual([0, 1]);
});

test('a canary that cannot sign in reports a failed run, without its password', async () => {
  const cognito = new CognitoIdentityProviderClient(platform.owner);
  const UserPoolId = (await (await fetch(`${platform.web}/config.json`)).json()).userPoolId;
  const user = { UserPoolId, Username: 'canary@omnistream.invalid' };
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: 'Another-Password-1!', Permanent: true }));
  const report = await run('play');
  expect(report.held).toBe(false);
  expect(report.steps[0]).toMatchObject({ step: 'film', state: 'failed' });
  expect(report.steps[0]?.detail).toMatch(/Incorrect username or password|canary@omnistream.invalid/);
});
