import type { Context } from 'aws-lambda';
import { count } from '../../../lambda/shared/count';
import { log } from '../../../lambda/shared/log';
import { observed } from '../../../lambda/shared/observed';
import { captureLines, type Lines } from '../../support/lines';

let lines: Lines;
beforeEach(() => {
  lines = captureLines();
});
afterEach(() => lines.restore());

const context = { awsRequestId: 'invocation-1', functionName: 'Stage-Function' } as Context;
const invoke = <E>(handler: (event: E) => Promise<unknown>, event: E) => observed(handler)(event, context);

test('secrets are redacted, however deep', () => {
  log.info('x', { taskToken: 't', input: { Authorization: 'b', signedUrl: 'u' } });
  expect(lines.parsed()[0]).toMatchObject({
    taskToken: '[redacted]',
    input: { Authorization: '[redacted]', signedUrl: '[redacted]' },
  });
});

describe('a line', () => {
  test('is one JSON object with level, message and time', () => {
    log.warn('careful', { assetId: 'a' });
    expect(lines.parsed()).toEqual([
      expect.objectContaining({
        level: 'WARN',
        message: 'careful',
        assetId: 'a',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      }),
    ]);
  });

  test('has redacted secrets inside of texts', () => {
    const address = 'https://bucket.s3.amazonaws.com/key?X-Amz-Signature=abc123&x-id=GetObject';
    log.error('x', { error: new Error(`GET ${address} failed`), header: 'Bearer abc123.def' });
    expect(lines.written.join()).not.toContain('abc123');
    expect(lines.written.join()).toContain('x-id=GetObject');
  });

  test('has errors with name, message, stack and cause, and without what the SDK adds to them', () => {
    const error = Object.assign(new TypeError('bad', { cause: new RangeError('far') }), { $response: { body: 'b' } });
    log.error('x', { error });
    const [line] = lines.parsed();
    expect(line?.error).toEqual({
      name: 'TypeError',
      message: 'bad',
      stack: expect.stringContaining('log.test'),
      cause: { name: 'RangeError', message: 'far', stack: expect.stringContaining('log.test') },
    });
  });

  test('has texts of a limited length, and stays JSON', () => {
    log.info('x', { text: 'y'.repeat(1_000_000) });
    expect(lines.written.join().length).toBeLessThan(10_000);
    expect(lines.parsed()[0]?.text).toMatch(/… \(1000000 characters\)$/);
  });
});

describe('the lines of an invocation', () => {
  test('contain its id and the correlation id of a step of the workflow', async () => {
    await invoke(async () => log.info('done'), { assetId: 'a', run: '0a1b2c3d', correlationId: 'JKJaXmPLvHcESHA=' });
    expect(lines.parsed()).toMatchObject([
      {
        message: 'done',
        function_name: 'Stage-Function',
        function_request_id: 'invocation-1',
        correlation_id: 'JKJaXmPLvHcESHA=',
        assetId: 'a',
        run: '0a1b2c3d',
      },
    ]);
  });

  test('have the id of the own request too, when they follow another one', async () => {
    const request = { requestContext: { requestId: 'own' } };
    await invoke(async () => {
      log.follow('upload');
      log.info('done');
    }, request);
    expect(lines.parsed()).toMatchObject([{ correlation_id: 'upload', request_id: 'own' }]);
  });

  test('contain nothing of the invocation before', async () => {
    const request = { requestContext: { requestId: 'first' } };
    await invoke(async () => log.about({ assetId: 'a', sessionId: 's' }), request);
    await invoke(async () => log.info('second'), {});
    expect(lines.parsed()[0]).not.toHaveProperty('correlation_id');
    expect(lines.parsed()[0]).not.toHaveProperty('assetId');
    expect(lines.parsed()[0]).not.toHaveProperty('sessionId');
  });

  test('end with one line for all metrics', async () => {
    await invoke(async () => {
      count('Heartbeats');
      count('WatchTimeClamped');
      expect(lines.written).toEqual([]);
    }, {});
    expect(lines.parsed()).toMatchObject([{ Stage: 'test', Heartbeats: 1, WatchTimeClamped: 1 }]);
  });

  test('contain the metrics and the error of a handler that throws', async () => {
    const failing = invoke(
      async () => {
        count('Heartbeats');
        throw new RangeError('far');
      },
      { correlationId: 'request' },
    );
    await expect(failing).rejects.toThrow('far');
    expect(lines.parsed()).toMatchObject([
      { level: 'ERROR', correlation_id: 'request', error: { name: 'RangeError', message: 'far' } },
      { Heartbeats: 1 },
    ]);
  });

  test('contain what a service has billed at once, since a function may time out', async () => {
    await invoke(async () => {
      count('CharactersTranslated');
      expect(lines.parsed()).toMatchObject([{ CharactersTranslated: 1 }]);
    }, {});
    expect(lines.written).toHaveLength(1);
  });
});
