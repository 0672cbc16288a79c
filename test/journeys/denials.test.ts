import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Asset } from '../../lambda/shared/assets';
import { signedIn } from '../support/api';
import { eventually, publishTitles, Watcher, watched } from '../support/audience';
import { type Platform, startPlatform } from '../support/platform';

/** What the roles of this platform lack. */
const taken = ['personalize:PutEvents', 'personalize:GetRecommendations', 'athena:StartQueryExecution'];

interface Statement {
  Action: string | string[];
}

/** A copy of the assembly in which no role is allowed any of these actions. */
function withoutActions(assembly: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'omnistream-denied-')), 'cdk.out');
  cpSync(assembly, copy, { recursive: true });
  for (const name of readdirSync(copy).filter((each) => each.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(join(copy, name), 'utf8'));
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: never }>(template.Resources)) {
      if (Type !== 'AWS::IAM::Policy') continue;
      const { PolicyDocument } = Properties as { PolicyDocument: { Statement: Statement[] } };
      for (const statement of PolicyDocument.Statement) {
        statement.Action = [statement.Action].flat().filter((action) => !taken.includes(action));
      }
      PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action }) => Action.length > 0);
    }
    writeFileSync(join(copy, name), JSON.stringify(template));
  }
  return copy;
}

let platform: Platform;
let title: Asset;

beforeAll(async () => {
  // Builds what the other one runs.
  const whole = await startPlatform();
  await whole.stop();
  expect(whole.output()).not.toContain('AccessDenied');
  platform = await startPlatform({ assembly: withoutActions(whole.assembly) });
  [title] = (await publishTitles(platform, [{ title: 'Harbour' }])) as [Asset];
});

afterAll(() => platform?.stop());

/**
 * Waits for the metric that counts these denials. `cause` is repeated: on a busy machine, a call may be given up before it
 * is denied.
 */
async function counted(Service: string, Operation: string, cause?: () => Promise<unknown>): Promise<void> {
  const cloudWatch = new CloudWatchClient(platform.owner);
  await eventually(`AccessDenied of ${Service} ${Operation}`, async () => {
    await cause?.();
    const { Metrics = [] } = await cloudWatch.send(
      new ListMetricsCommand({ Namespace: 'OmniStream', MetricName: 'AccessDenied' }),
    );
    const dimensions = Metrics.map((metric) =>
      Object.fromEntries((metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value])),
    );
    return dimensions.find((each) => each.Service === Service && each.Operation === Operation && each.Stage === 'dev');
  });
}

const printed = (line: RegExp) =>
  eventually(`the line ${line}`, async () => {
    const log = readFileSync(join(platform.home, 'runtime.log'), 'utf8');
    return (line.test(platform.output()) && line.test(log)) || undefined;
  });

test('events are accepted, and Personalize having refused them is counted and printed', async () => {
  const viewer = await Watcher.invite(platform, 'ann');
  const events = watched(title.id, 0.3);
  expect(await viewer.tell(events)).toBe(events.length);
  await counted('PersonalizeEvents', 'PutEvents');
  await printed(/AccessDenied: role \S*events\S* may not do personalize:PutEvents on \*/i);
});

test('recommendations come from the tables, and the denial is counted and printed', async () => {
  const viewer = await Watcher.invite(platform, 'ben');
  // On a busy machine, the settings may be read too late: the viewer is then taken for a child who has opted out.
  const rows = await eventually('rows by the settings of the viewer', async () => {
    const found = await viewer.rows();
    return Object.values(found).some(({ ids }) => ids.includes(title.id)) ? found : undefined;
  });
  expect(Object.values(rows).map(({ source }) => source)).not.toContain('personalize');
  await counted('PersonalizeRuntime', 'GetRecommendations', () => viewer.rows());
  await printed(
    /AccessDenied: role \S*recommendations\S* may not do personalize:GetRecommendations on \S+:recommender/i,
  );
});

test('a report fails with the request id, and the denial is counted and printed', async () => {
  const admin = await signedIn(platform, 'admin@example.com');
  const { status, body } = await admin('GET', '/insights/watch-time');
  expect([status, body.type]).toEqual([500, 'urn:omnistream:problem:internal-error']);
  expect(JSON.stringify(body)).not.toMatch(/athena|role|arn:/i);
  await counted('Athena', 'StartQueryExecution');
  await printed(/AccessDenied: role \S*insights\S* may not do athena:StartQueryExecution on \S+:workgroup/i);
});

test('both workflows of recommendations fail with the denial as their cause', async () => {
  const states = new SFNClient(platform.owner);
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
  const run = async (name: string) => {
    const machine = stateMachines.find(({ name: each = '' }) => each.toLowerCase().includes(name));
    const input = JSON.stringify({ pollSeconds: 1 });
    const start = new StartExecutionCommand({ stateMachineArn: machine?.stateMachineArn, input });
    const { executionArn } = await states.send(start);
    // They try again at first, as they would for a grant that was just made and is not yet everywhere.
    const look = async () => {
      const execution = await states.send(new DescribeExecutionCommand({ executionArn }));
      return execution.status === 'RUNNING' ? undefined : execution;
    };
    const ended = await eventually(`the end of ${name}`, look);
    // Athena's model has no error for a denial, so that Step Functions gives it the service's own name.
    expect(ended).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('athena:StartQueryExecution') });
    await printed(new RegExp(`AccessDenied: role \\S*${name}\\S* may not do athena:StartQueryExecution`, 'i'));
  };
  await Promise.all([run('popularity'), run('lifecycle')]);
});
