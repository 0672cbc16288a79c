import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  allow,
  createEvents,
  createStates,
  deployRole,
  ended,
  fastClock,
  type Laptop,
  startLaptop,
} from '@omnistream/local/test';
import { placeholders, workflowDefinition } from '../../../../lib/constructs/workflow/definition';
import { type Code, TestFunctions, TestJobs, thrown } from './functions';

const functions = new TestFunctions();
const jobs = new TestJobs();
let laptop: Laptop;
let client: SFNClient;
let machine: string;

beforeAll(async () => {
  laptop = await startLaptop((kernel) => [
    functions.service,
    ...jobs.services,
    createStates(kernel, fastClock),
    createEvents(kernel),
  ]);
  client = new SFNClient(laptop.clientConfig);
  const RoleArn = await deployRole(laptop, 'states.amazonaws.com', [
    allow('lambda:*', 'events:PutEvents', 'dynamodb:GetItem', 'mediaconvert:GetJob', 'transcribe:GetTranscriptionJob'),
  ]);
  const { ref } = await laptop.deploy('AWS::StepFunctions::StateMachine', 'Workflow', {
    RoleArn,
    DefinitionString: JSON.stringify(workflowDefinition('test', { jobSeconds: 120, queueSeconds: 300 })),
    DefinitionSubstitutions: Object.fromEntries(
      placeholders.map((name) => [name, `arn:aws:lambda:eu-west-1:000000000000:function:${name}`]),
    ),
  });
  machine = ref;
});
afterAll(() => laptop.stop());

const run = { assetId: 'abcdefghijklmnopqrstuv', run: '0a1b2c3d' };
const film = { ...run, source: { bucket: 'uploads', key: 'k', versionId: 'v', size: 1 } };
const probe = { container: 'mp4', durationSeconds: 30, audio: [{ track: 1, language: 'en' }] };

const inspected = (other: object) => ({ probe, mustExtract: false, language: null, targets: ['es', 'de'], ...other });

/** Answers the token of whoever waits, as `job-finished` does. */
const complete: Code = ({ taskToken }) => {
  void client.send(new SendTaskSuccessCommand({ taskToken, output: '{"jobId":"1"}' }));
};

/** Steps that go well. */
const steps: Readonly<Record<string, Code>> = {
  Inspect: () => inspected({}),
  Budget: ({ kind }) => (kind === 'reserve' ? { decision: 'go' } : undefined),
  PlanLadder: () => ({ sound: {} }),
  Transcode: complete,
  Transcribe: complete,
  Captions: ({ targets }) => ({
    ...{ speech: 'found', language: 'en', confidence: 0.9, targets, durationSeconds: 30 },
    captions: { language: 'en', cuesKey: 'en/cues.json' },
  }),
  Translate: ({ target }) => ({ language: target, cuesKey: `${target}/cues.json` }),
  Dub: ({ cuesKey }) => ({ language: 'x', folder: `dub of ${cuesKey}/`, report: { cues: 3 } }),
  ExtractSound: complete,
  TranscodeDub: complete,
  Publish: () => ({ version: 1 }),
  Fail: () => ({}),
};

async function execute(changed: Readonly<Record<string, Code>> = {}, input: object = film) {
  functions.calls.length = 0;
  functions.code = { ...steps, ...changed };
  const start = new StartExecutionCommand({ stateMachineArn: machine, input: JSON.stringify(input) });
  const { executionArn } = await client.send(start);
  return ended(client, executionArn as string);
}

test('a film is published with its picture, then with each result of its speech', async () => {
  expect(await execute()).toMatchObject({ status: 'SUCCEEDED' });
  const { names } = functions;
  expect([...names].sort()).toEqual(
    [
      ...['Inspect', 'PlanLadder', 'Transcode', 'Publish picture', 'Transcribe', 'Captions', 'Publish heard'],
      ...['Translate', 'Translate', 'Publish captions', 'Publish captions', 'Dub', 'Dub', 'TranscodeDub'],
      ...['TranscodeDub', 'Publish dub es', 'Publish dub de', 'Publish last'],
    ].sort(),
  );
  expect(names.at(-1)).toBe('Publish last');
  expect(functions.of('Transcribe')).toEqual([
    {
      ...film,
      ...{
        isExtracted: false,
        container: 'mp4',
        durationSeconds: 30,
        trackLanguage: 'en',
        taskToken: expect.any(String),
      },
    },
  ]);
  expect(functions.of('Captions')).toEqual([
    { ...run, jobId: `${run.assetId}-${run.run}`, targets: ['es', 'de'], durationSeconds: 30 },
  ]);
  expect(functions.of('Translate')).toContainEqual({
    ...run,
    ...{ target: 'es', cuesKey: 'en/cues.json', durationSeconds: 30 },
  });
  expect(functions.of('Dub')).toContainEqual({ ...run, cuesKey: 'es/cues.json', durationSeconds: 30 });
  expect(functions.of('TranscodeDub')).toContainEqual({ ...run, language: 'de', taskToken: expect.any(String) });
  expect(functions.of('Publish')).toContainEqual({
    ...run,
    attempt: run.run,
    news: { kind: 'dub', language: 'es', folder: 'dub of es/cues.json/', report: { cues: 3 } },
  });
  expect(functions.of('Publish').at(-1)).toEqual({ ...run, attempt: run.run, isLast: true });
});

test('its cost is reserved before anything is made, and settled after the last publication', async () => {
  await execute();
  const names = functions.calls.map(({ name }) => name);
  expect([names[1], names.at(-1)]).toEqual(['Budget', 'Budget']);
  const [reserve, settle] = functions.of('Budget');
  const money = { ...run, attempt: run.run };
  expect(reserve).toEqual({ kind: 'reserve', ...money, probe, mustExtract: false, languages: ['es', 'de'] });
  expect(settle).toEqual({ kind: 'settle', ...money });
});

test('a film that waits for an approval ends the execution, and nothing is made', async () => {
  const wait: Code = () => ({ decision: 'wait' });
  expect(await execute({ Budget: wait })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names).toEqual(['Inspect']);
});

test('a cost that cannot be settled leaves the film ready', async () => {
  const settle: Code = ({ kind }) => {
    if (kind === 'reserve') return { decision: 'go' };
    throw thrown('ReservationsBusy');
  };
  expect(await execute({ Budget: settle })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names).not.toContain('Fail');
});

test('it plays before its speech is recognized', async () => {
  const transcribe: Code = async (payload) => {
    while (!functions.names.includes('Publish picture')) await new Promise((done) => setTimeout(done, 5));
    complete(payload);
  };
  expect(await execute({ Transcribe: transcribe })).toMatchObject({ status: 'SUCCEEDED' });
});

test('what its creator declared is what is listened for', async () => {
  await execute({ Inspect: () => inspected({ language: 'pt-BR', targets: [] }) });
  expect(functions.of('Transcribe')[0]).toMatchObject({ language: 'pt-BR' });
  expect(functions.of('Captions')[0]).toMatchObject({ language: 'pt-BR', targets: [] });
  expect(functions.names).not.toContain('Translate');
});

test('a language that cannot be translated is missing, and the other one is published', async () => {
  const translate: Code = (payload) => {
    if (payload.target === 'de') throw thrown('UnsupportedLanguagePair', 'from en to de');
    return steps.Translate?.(payload);
  };
  expect(await execute({ Translate: translate })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names).toEqual(expect.arrayContaining(['Publish missing de', 'Publish dub es', 'Publish last']));
  const [missing] = functions.of('Publish').flatMap(({ news }) => (news?.kind === 'missing' ? [news] : []));
  expect(missing).toMatchObject({ language: 'de', error: 'UnsupportedLanguagePair' });
  expect(JSON.parse(String(missing?.cause))).toMatchObject({ errorMessage: 'from en to de' });
});

test.each([
  ['Dub', { Dub: () => Promise.reject(thrown('NoVoice')) }, 'NoVoice'],
  [
    'TranscodeDub',
    {
      TranscodeDub: ({ taskToken }) =>
        void client.send(new SendTaskFailureCommand({ taskToken, error: 'TranscodeFailed', cause: 'c' })),
    },
    'TranscodeFailed',
  ],
] as [string, Record<string, Code>, string][])('where %s fails, the captions stay', async (_, changed, error) => {
  expect(await execute(changed)).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names.filter((name) => name === 'Publish captions')).toHaveLength(2);
  const missing = functions.of('Publish').flatMap(({ news }) => (news?.kind === 'missing' ? [news] : []));
  expect(missing.map((news) => [news.language, news.error]).sort()).toEqual([
    ['de', error],
    ['es', error],
  ]);
});

test('the dub of a long film goes on when its function ran out of time', async () => {
  let calls = 0;
  const dub: Code = (payload) => {
    calls += 1;
    if (calls < 6) throw thrown('Sandbox.Timedout', 'Task timed out after 900.00 seconds');
    return steps.Dub?.(payload);
  };
  const inspect: Code = () => inspected({ targets: ['es'] });
  expect(await execute({ Dub: dub, Inspect: inspect })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names).toContain('Publish dub es');
});

test('speech that fails leaves the film ready, and is reported', async () => {
  const transcribe = () => Promise.reject(thrown('UnsupportedLanguage', 'x'));
  expect(await execute({ Transcribe: transcribe })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names).toEqual(expect.arrayContaining(['Publish failed', 'Publish picture', 'Publish last']));
  expect(functions.names).not.toContain('Captions');
});

test('even when nothing can be told of it, the film becomes ready', async () => {
  const publish: Code = ({ news }) => {
    if (news) throw thrown('AccessDenied');
    return {};
  };
  expect(await execute({ Publish: publish })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.names.at(-1)).toBe('Publish last');
});

test('from a source that cannot be listened to, the sound is taken first', async () => {
  expect(await execute({ Inspect: () => inspected({ mustExtract: true, targets: [] }) })).toMatchObject({
    status: 'SUCCEEDED',
  });
  expect(functions.of('ExtractSound')).toEqual([
    { ...film, durationSeconds: 30, track: 1, withBed: false, taskToken: expect.any(String) },
  ]);
  expect(functions.of('Transcribe')[0]).toMatchObject({ isExtracted: true });
});

test('where dubs are wanted, the extracted sound is kept for a mix', async () => {
  await execute({ Inspect: () => inspected({ mustExtract: true }) });
  expect(functions.of('ExtractSound')[0]).toMatchObject({ withBed: true });
});

test('the encoder is given what there is, and its length where the file says it', async () => {
  await execute();
  expect(functions.of('Transcode')[0]?.lengths).toEqual({ sound: 30 });
  const video = { width: 1280, height: 720, durationSeconds: 29.5 };
  await execute({ Inspect: () => inspected({ probe: { ...probe, video } }) });
  expect(functions.of('Transcode')[0]?.lengths).toEqual({ picture: 29.5, sound: 30 });
});

test('silent film is not listened to', async () => {
  await execute({ Inspect: () => inspected({ probe: { ...probe, audio: [] } }) });
  expect(functions.names).toEqual(['Inspect', 'PlanLadder', 'Transcode', 'Publish picture', 'Publish last']);
});

test('where nobody speaks, nothing is translated', async () => {
  expect(await execute({ Captions: () => ({ speech: 'none' }) })).toMatchObject({ status: 'SUCCEEDED' });
  expect(functions.of('Publish')).toContainEqual({
    ...run,
    attempt: run.run,
    news: { kind: 'heard', heard: { speech: 'none' } },
  });
  expect(functions.names).not.toContain('Translate');
});

describe('one error of a function', () => {
  /** Fails the first call of each kind, and then works. */
  const once =
    (error: string, code: Code): Code =>
    (payload) => {
      const kind = JSON.stringify({ ...payload, taskToken: undefined });
      if (failed.has(kind)) return code(payload);
      failed.add(kind);
      throw thrown(error);
    };
  const failed = new Set<string>();
  beforeEach(() => failed.clear());

  const called = ['Inspect', 'PlanLadder', 'Transcode', 'Transcribe', 'Captions', 'Translate', 'Dub', 'TranscodeDub'];
  test.each([...called, 'Publish', 'ExtractSound'])('costs nothing: %s', async (name) => {
    const inspect: Code = () => inspected({ mustExtract: name === 'ExtractSound' });
    const code = { ...steps, Inspect: inspect }[name] as Code;
    const errors = ['InternalServerError', 'ProvisionedThroughputExceededException', 'TypeError'];
    const error = errors[[...name].length % errors.length] ?? '';
    const changed = { Inspect: inspect, [name]: once(error, code) };
    expect(await execute(changed)).toMatchObject({ status: 'SUCCEEDED' });
    expect(failed.size).toBeGreaterThan(0);
    expect(functions.names).toEqual(
      expect.arrayContaining(['Publish picture', 'Publish dub es', 'Publish dub de', 'Publish last']),
    );
    expect(functions.names.filter((each) => /missing|failed/.test(each))).toEqual([]);
  });

  test('is recorded all the same: Fail', async () => {
    const tooSmall = () => Promise.reject(thrown('TooSmall', 'too small'));
    const execution = await execute({
      PlanLadder: tooSmall,
      Transcribe: () => undefined,
      Fail: once('InternalServerError', () => ({})),
    });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'TooSmall' });
    expect(functions.of('Fail')).toHaveLength(2);
  });
});

describe('where a service is busy, the step waits', () => {
  const waits = () =>
    functions.of('Publish').flatMap(({ news }) => (news?.kind === 'waiting' ? [`${news.waits}: ${news.code}`] : []));
  const busyFor = (calls: number, code: Code): Code => {
    let count = 0;
    return (payload) => {
      count += 1;
      if (count <= calls) throw thrown('ThrottlingException');
      return code(payload);
    };
  };
  const inSpanish: Code = () => inspected({ targets: ['es'] });

  test.each([
    ['Translate', 'es: WaitingForTranslation'],
    ['Dub', 'es: WaitingForVoice'],
    ['TranscodeDub', 'es: WaitingForEncoder'],
    ['Transcode', 'picture: WaitingForEncoder'],
    ['Transcribe', 'speech: WaitingForRecognition'],
    ['Inspect', 'picture: WaitingForEncoder'],
  ])('%s', async (name, told) => {
    const code = name === 'Inspect' ? inSpanish : (steps[name] as Code);
    const changed = { Inspect: inSpanish, [name]: busyFor(4, code) };
    expect(await execute(changed)).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.names).toContain('Publish dub es');
    expect(new Set(waits())).toEqual(new Set([told]));
  });

  test('but not for ever', async () => {
    const changed = { Inspect: inSpanish, Translate: busyFor(Number.POSITIVE_INFINITY, () => ({})) };
    expect(await execute(changed)).toMatchObject({ status: 'SUCCEEDED' });
    const [missing] = functions.of('Publish').flatMap(({ news }) => (news?.kind === 'missing' ? [news] : []));
    expect(missing).toMatchObject({ language: 'es', error: 'ThrottlingException' });
  });
});

describe('when the event of the end of a job is lost, the workflow looks at the job', () => {
  const silent: Code = () => undefined;
  const silentFilm = () => inspected({ probe: { ...probe, audio: [] } });

  test('that is over', async () => {
    jobs.transcriptions = ['COMPLETED'];
    jobs.encodings = ['COMPLETE'];
    const inspect: Code = () => inspected({ targets: [] });
    expect(await execute({ Inspect: inspect, Transcribe: silent, Transcode: silent })).toMatchObject({
      status: 'SUCCEEDED',
    });
    expect(functions.names).toEqual(expect.arrayContaining(['Publish heard', 'Publish picture']));
  });

  test('that is queued first, which its creator sees, and then in progress', async () => {
    jobs.encodings = ['SUBMITTED', 'PROGRESSING', 'COMPLETE'];
    expect(await execute({ Inspect: silentFilm, Transcode: silent })).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.names).toEqual([
      ...['Inspect', 'PlanLadder', 'Transcode', 'Publish waiting', 'Transcode', 'Transcode', 'Publish picture'],
      'Publish last',
    ]);
  });

  test('that does not end', async () => {
    jobs.encodings = Array(9).fill('PROGRESSING');
    const execution = await execute({ Inspect: silentFilm, Transcode: silent });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'TranscodeTimedOut' });
  });

  test('that waits in the queue of transcriptions', async () => {
    jobs.transcriptions = ['QUEUED', 'IN_PROGRESS', 'COMPLETED'];
    const inspect: Code = () => inspected({ targets: [] });
    expect(await execute({ Inspect: inspect, Transcribe: silent })).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.of('Transcribe')).toHaveLength(3);
    expect(functions.names).toContain('Publish heard');
  });
});

test('when the picture fails, the asset fails with its error', async () => {
  const planLadder = () => Promise.reject(thrown('TooSmall', 'too small'));
  const execution = await execute({ PlanLadder: planLadder, Transcribe: () => undefined });
  expect(execution).toMatchObject({ status: 'FAILED', error: 'TooSmall' });
  expect(functions.of('Fail')).toEqual([
    { ...run, attempt: run.run, error: 'TooSmall', cause: expect.stringContaining('too small') },
  ]);
});

describe('for languages alone', () => {
  const attempt = { attempt: 'ffff0000', languages: ['it'] };
  const original = { language: 'en', cuesKey: 'old/cues.json' };

  test('nothing is encoded but the dub, and nothing recognized', async () => {
    const input = { ...film, speech: { ...attempt, original, durationSeconds: 29.5 } };
    expect(await execute({}, input)).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.names).toEqual([
      ...['Translate', 'Publish captions', 'Dub', 'TranscodeDub', 'Publish dub it', 'Publish last'],
    ]);
    expect(functions.of('Budget')[0]).toEqual({
      ...{ kind: 'reserve', ...run, attempt: 'ffff0000', mustExtract: false, languages: ['it'], durationSeconds: 29.5 },
    });
    const { assetId } = run;
    expect(functions.of('Translate')).toEqual([
      { assetId, run: 'ffff0000', target: 'it', cuesKey: 'old/cues.json', durationSeconds: 29.5 },
    ]);
    expect(functions.of('TranscodeDub')[0]).toMatchObject({ run: 'ffff0000', language: 'it' });
    expect(functions.of('Publish').at(-1)).toEqual({ ...run, attempt: 'ffff0000', isLast: true });
  });

  test('without what was heard before, it is heard anew', async () => {
    expect(await execute({}, { ...film, speech: attempt })).toMatchObject({ status: 'SUCCEEDED' });
    expect(functions.names).toEqual([
      ...['Inspect', 'Transcribe', 'Captions', 'Publish heard', 'Translate', 'Publish captions', 'Dub'],
      ...['TranscodeDub', 'Publish dub it', 'Publish last'],
    ]);
    expect(functions.of('Budget')[0]).toMatchObject({ attempt: 'ffff0000', probe, languages: ['it'] });
    expect(functions.of('Transcribe')[0]).toMatchObject({ assetId: run.assetId, run: 'ffff0000' });
    expect(functions.of('Captions')[0]).toMatchObject({ jobId: `${run.assetId}-ffff0000`, targets: ['it'] });
  });
});
