import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as mediaConvertSdk from '@aws-sdk/client-mediaconvert';
import * as translateSdk from '@aws-sdk/client-translate';
import { standIn } from '../../testing/stand-in';
import { type Laptop, startLaptop } from '../../testing/start-services';
import { violationsOf } from '../../wire/constraints';
import cases from '../cases/request-faults.json';

interface Row {
  readonly name: string;
  readonly service: string;
  readonly operation: string;
  readonly input: object;
  /** Path and constraint of each violation. */
  readonly expected: readonly string[];
}

const violationTexts = (service: string, operation: string, input: unknown) =>
  violationsOf(service, operation, input).map(({ path, constraint }) => `${path.join('.')}: ${constraint}`);

test.each(cases as readonly Row[])('$service: $name', ({ service, operation, input, expected }) => {
  const found = violationTexts(service, operation, input);
  expect(found).toHaveLength(expected.length);
  for (const [index, text] of expected.entries()) expect(found[index]).toContain(text);
});

test('operations that the app does not use are not judged', () => {
  expect(violationsOf('polly', 'DescribeVoices', { Engine: 'steam' })).toEqual([]);
  expect(violationsOf('kms', 'Encrypt', {})).toEqual([]);
});

const folder = join(__dirname, '../../wire/constraints');
const files = readdirSync(folder);

test('the data are small enough to be loaded at every start', () => {
  expect(files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)).toBeLessThan(300_000);
});

test.each(files)('%s: every pattern is one that JavaScript knows too', (name) => {
  const { shapes } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const patterns = Object.values<{ pattern?: string | string[] }>(shapes).flatMap(({ pattern = [] }) => pattern);
  for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
});

describe('the runtime refuses such a request before the service sees it', () => {
  const seen: string[] = [];
  const stub = (id: string, sdk: object, name: string) =>
    standIn({ id, sdk, operations: { [name]: () => void seen.push(name) } });
  let laptop: Laptop;
  beforeAll(async () => {
    laptop = await startLaptop(() => [
      stub('translate', translateSdk, 'TranslateText'),
      stub('mediaconvert', mediaConvertSdk, 'CreateJob'),
    ]);
  });
  afterAll(() => laptop.stop());

  test('by the name that most services have for it, over HTTP', async () => {
    const client = new translateSdk.TranslateClient(laptop.clientConfig);
    const request = { Text: '', SourceLanguageCode: 'en', TargetLanguageCode: 'es' };
    await expect(client.send(new translateSdk.TranslateTextCommand(request))).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(
        /^2 validation errors detected: Value '' at 'text' failed to satisfy constraint: /,
      ),
    });
    expect(seen).toEqual([]);
  });

  test('by the name and the path of MediaConvert, from within', async () => {
    const call = laptop.kernel.call({
      service: 'mediaconvert',
      operation: 'CreateJob',
      region: 'eu-west-1',
      principal: { kind: 'root', accountId: laptop.kernel.accountId },
      input: { Role: 'arn', Settings: { Inputs: [{ FileInput: 's3://a/b', FilterStrength: 9 }] } },
    });
    await expect(call).rejects.toMatchObject({
      name: 'BadRequestException',
      message: '/settings/inputs/0/filterStrength: Member must have value less than or equal to 5',
    });
    expect(seen).toEqual([]);
  });
});
