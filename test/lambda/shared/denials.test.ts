import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AthenaClient, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { Metrics } from '@omnistream/local/test';
import { isDenial, speaksOfDenial, watched } from '../../../lambda/shared/denials';
import { captureLines } from '../../support/lines';

describe('a denial is told by name, or by 403 without one:', () => {
  const failure = (name: string, httpStatusCode = 400) =>
    Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });

  test.each([
    ['AccessDenied', 403, true],
    ['AccessDeniedException', 400, true],
    ['KMSAccessDeniedException', 400, true],
    ['KmsAccessDenied', 400, true],
    ['KMS.AccessDeniedException', 400, true],
    ['AuthorizationErrorException', 403, true],
    ['ForbiddenException', 403, true],
    ['UnauthorizedOperation', 403, true],
    ['NotAuthorizedException', 400, true],
    ['403', 403, true],
    ['ExpiredTokenException', 403, false],
    ['SignatureDoesNotMatch', 403, false],
    ['RequestTimeTooSkewed', 403, false],
    ['ThrottlingException', 400, false],
    ['NoSuchKey', 404, false],
  ])('%s, status %d: %s', (name, status, expected) => {
    expect(isDenial(failure(name, status))).toBe(expected);
  });

  test('what is no error is no denial', () => expect(isDenial({ name: 'AccessDenied' })).toBe(false));
});

test.each([
  ['Insufficient permissions to execute the query. User: x is not authorized to perform: glue:GetTable', true],
  ["The specified S3 bucket can't be accessed. Make sure that you have write permission", true],
  ['S3 Write Error [Access Denied (Service: Amazon S3; Status Code: 403)]', true],
  ['SYNTAX_ERROR: line 1:8: Column x cannot be resolved', false],
  ['moov atom is missing', false],
  [undefined, false],
])('the reason "%s" speaks of a denial: %s', (reason, expected) => {
  expect(speaksOfDenial(reason)).toBe(expected);
});

describe('a client that is watched', () => {
  let server: Server;
  let config: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };
  let requests = 0;
  const metrics = new Metrics();

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests += 1;
      request.resume();
      response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    config = {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials,
    };
    captureLines((line) => metrics.extract('eu-west-1', line, 0));
  });
  afterAll(() => new Promise((done) => server.close(done)));

  const denials = (Service: string, Operation: string) =>
    metrics
      .in('eu-west-1')
      .filter(({ name }) => name === 'AccessDenied')
      .filter(({ dimensions }) => dimensions.Service === Service && dimensions.Operation === Operation)
      .flatMap(({ samples }) => samples);

  test.each([
    [
      'Athena',
      'StartQueryExecution',
      (c: typeof config) => watched(new AthenaClient(c)),
      new StartQueryExecutionCommand({ QueryString: 'x' }),
    ],
    [
      'S3',
      'HeadObject',
      (c: typeof config) => watched(new S3Client(c)),
      new HeadObjectCommand({ Bucket: 'b', Key: 'k' }),
    ],
    [
      'SNS',
      'Publish',
      (c: typeof config) => watched(new SNSClient(c)),
      new PublishCommand({ Message: 'm', TopicArn: 't' }),
    ],
  ] as const)('of %s counts a denied %s once, and fails as before', async (service, operation, make, command) => {
    const before = requests;
    const client = make(config) as { send(command: unknown): Promise<unknown>; destroy(): void };
    await expect(client.send(command)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    client.destroy();
    expect(requests - before).toBe(1);
    expect(denials(service, operation)).toHaveLength(1);
  });
});
