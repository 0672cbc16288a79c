import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { daysLater } from '../../later';
import { startRuntime } from '../../runtime';
import { searchBytes } from '../../testing/bytes/search';

const none = join(__dirname, 'worker.cjs');
const workers = { transcode: none, recognise: none, speak: none, recommend: none };
const mail = 'ann.lee@example.com';
const folder = mkdtempSync(join(tmpdir(), 'runtime-'));
const home = join(folder, 'home');

/** An assembly with a queue, which keeps messages for four days. */
function assembly(): string {
  const path = join(folder, 'cdk.out');
  mkdirSync(path);
  const stack = {
    ...{ type: 'aws:cloudformation:stack', environment: 'aws://000000000000/eu-west-1' },
    properties: { templateFile: 'Films.template.json' },
  };
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ version: '36.0.0', artifacts: { Films: stack } }));
  const template = { Resources: { Films: { Type: 'AWS::SQS::Queue' } } };
  writeFileSync(join(path, 'Films.template.json'), JSON.stringify(template));
  return path;
}

test('a runtime that starts days later has forgotten what has passed its retention', async () => {
  const options = { assembly: assembly(), home, port: 0, log: () => {}, workers };
  const first = await startRuntime(options);
  const [queue] = first.deployment.resources('AWS::SQS::Queue');
  const sqs = new SQSClient({ endpoint: first.addresses.aws, region: 'eu-west-1', credentials: first.owner });
  await sqs.send(new SendMessageCommand({ QueueUrl: queue?.ref, MessageBody: mail }));
  sqs.destroy();
  await first.stop();
  const traces = async (days: string) => {
    const later = await startRuntime({ ...options, now: daysLater(days) });
    await later.stop();
    return (await searchBytes(home, [mail])).length;
  };
  await expect(traces('3.9')).resolves.toBe(1);
  await expect(traces('4.1')).resolves.toBe(0);
});

test.each(['soon', '-1', '4000'])('%s is not a number of days', (text) => {
  expect(() => daysLater(text)).toThrow('OMNISTREAM_DAYS_LATER must be a number of days from 0 to 3650');
});

test('without a number of days, the time is the real one', () => {
  expect(daysLater(undefined)).toBeUndefined();
});
