import * as sdk from '@aws-sdk/client-transcribe';
import type { JobRecord, JobResult } from '../../../../lambda/media-pipeline/jobs/start-once';
import {
  transcriptionChanged,
  transcriptionStateChange,
} from '../../../../lambda/media-pipeline/jobs/transcription-finished';
import { transcriptKey } from '../../../../lambda/shared/content-layout';
import { captions } from '../../../../lambda/speech/captions/captions';
import { TranscriptionResults } from '../../../../lambda/speech/captions/transcription-results.client';
import type { TranscribeInput } from '../../../../lambda/speech/model';
import { type TranscribeConfig, transcribe } from '../../../../lambda/speech/transcribe/transcribe';
import { Transcription } from '../../../../lambda/speech/transcribe/transcription.client';
import { named, run, startJsonService, Texts } from '../support';

const jobs = new Map<string, sdk.TranscriptionJob & sdk.StartTranscriptionJobRequest>();
const started: sdk.StartTranscriptionJobRequest[] = [];
let refusal: Error | undefined;
let service: Awaited<ReturnType<typeof startJsonService>>;
let client: sdk.TranscribeClient;

beforeAll(async () => {
  service = await startJsonService((operation, input: sdk.StartTranscriptionJobRequest) => {
    const name = input.TranscriptionJobName ?? '';
    if (operation === 'GetTranscriptionJob') return { TranscriptionJob: jobs.get(name) };
    if (refusal) throw refusal;
    started.push(input);
    if (jobs.has(name)) throw named('ConflictException');
    jobs.set(name, { ...input, TranscriptionJobStatus: 'IN_PROGRESS' });
    return { TranscriptionJob: { TranscriptionJobName: name } };
  });
  client = new sdk.TranscribeClient(service.clientConfig);
});
beforeEach(() => {
  jobs.clear();
  started.length = 0;
  refusal = undefined;
});
afterAll(() => service.stop());

/** The table's row of one job, in memory, and the waiting task. */
class Row {
  row: Partial<JobRecord> = {};
  readonly completed: [string, JobResult][] = [];
  readonly tasks = { complete: async (token: string, result: JobResult) => void this.completed.push([token, result]) };

  async claim(_: unknown, taskToken: string) {
    const isFirst = this.row.claimedAt === undefined;
    this.row = { claimedAt: 1, ...this.row, taskToken };
    return { ...(this.row as JobRecord), isFirst };
  }

  async setJob(_: unknown, jobId: string) {
    this.row = { ...this.row, jobId };
  }

  async setResult(_: unknown, result: JobResult) {
    this.row = { ...this.row, result };
    return this.row.taskToken;
  }
}

const source = { bucket: 'uploads', key: `uploads/${run.assetId}/source`, versionId: 'v', size: 1000 };
const name = `${run.assetId}-${run.run}`;

async function start(
  more: Partial<TranscribeInput> = {},
  config: Omit<TranscribeConfig, 'contentBucket'> = {},
  row = new Row(),
) {
  const transcriber = new Transcription(client, { contentBucket: 'content', keyArn: 'arn:key', roleArn: 'arn:role' });
  const input = { ...run, source, taskToken: 'token', ...more };
  const outcome = await transcribe(
    input,
    { contentBucket: 'content', ...config },
    { records: row, transcriber, tasks: row.tasks },
  );
  return { ...outcome, row, request: started.at(-1) };
}

describe('a transcription', () => {
  test('identifies the language, tells speakers apart and writes to the content bucket', async () => {
    const { jobId, request } = await start({ container: 'mp4' }, { languageOptions: ['en-US', 'es-US'] });
    expect(jobId).toBe(name);
    expect(request).toEqual({
      TranscriptionJobName: name,
      Media: { MediaFileUri: `s3://uploads/${source.key}` },
      MediaFormat: 'mp4',
      IdentifyLanguage: true,
      LanguageOptions: ['en-US', 'es-US'],
      OutputBucketName: 'content',
      OutputKey: transcriptKey(run),
      OutputEncryptionKMSKeyId: 'arn:key',
      JobExecutionSettings: { AllowDeferredExecution: true, DataAccessRoleArn: 'arn:role' },
      Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 10 },
    });
  });

  test('takes a declared language as it is, with its vocabulary', async () => {
    const { request } = await start({ language: 'es' }, { vocabularies: { 'es-US': 'nombres' } });
    expect(request).toMatchObject({ LanguageCode: 'es-US', Settings: { VocabularyName: 'nombres' } });
    expect(request).not.toHaveProperty('IdentifyLanguage');
  });

  test('looks for the sound track’s language first, with the vocabularies of those that it may be', async () => {
    const config = { languageOptions: ['en-US', 'es-US'], vocabularies: { 'en-GB': 'names', 'fr-FR': 'noms' } };
    const { request } = await start({ trackLanguage: 'en-GB' }, config);
    expect(request).toMatchObject({
      LanguageOptions: ['en-GB', 'es-US'],
      LanguageIdSettings: { 'en-GB': { VocabularyName: 'names' } },
    });
    expect(request?.LanguageIdSettings).not.toHaveProperty('fr-FR');
  });

  test('reads the sound that was extracted, however large the source is', async () => {
    const { request } = await start({ isExtracted: true, container: 'matroska', source: { ...source, size: 5e10 } });
    expect(request).toMatchObject({
      Media: { MediaFileUri: `s3://content/work/${run.assetId}/speech/${run.run}/sound_speech.mp4` },
      MediaFormat: 'mp4',
    });
  });

  test('of any language is one without options', async () => {
    expect((await start()).request).not.toHaveProperty('LanguageOptions');
  });

  test('is started once, however often it is asked for', async () => {
    const { row } = await start();
    expect(await start({ taskToken: 'second' }, {}, row)).toMatchObject({ jobId: name, isNew: false });
    expect(started).toHaveLength(1);
    // The attempt before died between starting the job and noting it.
    expect(await start({}, {}, new Row())).toMatchObject({ jobId: name });
    expect(jobs.size).toBe(1);
  });

  test('that ended before anybody waited completes the task that comes', async () => {
    const row = new Row();
    const event = { detail: { TranscriptionJobName: name, TranscriptionJobStatus: 'COMPLETED' } };
    expect(await transcriptionChanged(transcriptionStateChange.parse(event), { results: row, tasks: row.tasks })).toBe(
      'kept',
    );
    await start({}, {}, row);
    expect(row.completed).toEqual([['token', { status: 'COMPLETE', jobId: name }]]);
    expect(started).toHaveLength(0);
  });

  test.each([
    ['UnsupportedLanguage', { language: 'tlh' }],
    ['SpeechTooLong', { durationSeconds: 15_000 }],
  ])('that is not possible is turned down as %s, without a job', async (code, more) => {
    await expect(start(more)).rejects.toMatchObject({ name: code });
    expect(started).toHaveLength(0);
  });

  test('that the service does not accept fails by name; a missing permission stays what it is', async () => {
    refusal = named('BadRequestException', 'The media format is odd');
    await expect(start()).rejects.toMatchObject({
      name: 'TranscriptionFailed',
      message: expect.stringContaining('The media format is odd'),
    });
    refusal = named('AccessDeniedException');
    await expect(start()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the end of a transcription', () => {
  const changed = (row: Row, TranscriptionJobName: string, TranscriptionJobStatus: string) =>
    transcriptionChanged(transcriptionStateChange.parse({ detail: { TranscriptionJobName, TranscriptionJobStatus } }), {
      results: row,
      tasks: row.tasks,
    });

  test.each(['COMPLETED', 'FAILED'])('completes the waiting task: %s', async (status) => {
    const { row } = await start();
    expect(await changed(row, name, status)).toBe('completed');
    expect(row.completed).toEqual([['token', { status: 'COMPLETE', jobId: name }]]);
  });

  test('does nothing when it is not ours or not yet', async () => {
    const { row } = await start();
    expect(await changed(row, 'somebody-else', 'COMPLETED')).toBe('foreign');
    expect(await changed(row, name, 'IN_PROGRESS')).toBe('ignored');
    expect(row.completed).toEqual([]);
  });
});

describe('captions', () => {
  const item = (content: string, start: number, end: number) => ({
    type: 'pronunciation',
    start_time: String(start),
    end_time: String(end),
    alternatives: [{ content, confidence: '0.8' }],
  });
  const transcript = (items: object[]) => JSON.stringify({ results: { language_code: 'en-US', items } });

  async function make(status: Partial<sdk.TranscriptionJob>, json?: string, language?: string) {
    jobs.set(name, { TranscriptionJobName: name, Media: {}, LanguageCode: 'en-US', ...status });
    const content = new Texts();
    if (json !== undefined) content.files.set(transcriptKey(run), json);
    const ports = { transcriptions: new TranscriptionResults(client), content };
    const output = await captions({ ...run, jobId: name, durationSeconds: 12, language }, ports);
    return { output, content };
  }
  const completed = { TranscriptionJobStatus: 'COMPLETED' } as const;

  test('are made of the words that were heard', async () => {
    const { output, content } = await make(completed, transcript([item('Hello', 1, 1.5), item('world', 1.5, 2)]));
    expect(output).toMatchObject({
      speech: 'found',
      language: 'en',
      confidence: 0.8,
      transcriptKey: transcriptKey(run),
      captions: { language: 'en', cues: 1, playlistKey: `${run.assetId}/captions/${run.run}/en/captions.m3u8` },
    });
    const folder = `${run.assetId}/captions/${run.run}/en/`;
    expect(
      [...content.files.keys()].filter((key) => key.startsWith(folder)).map((key) => key.slice(folder.length)),
    ).toEqual(['captions.vtt', 'captions_00001.vtt', 'captions_00002.vtt', 'cues.json', 'captions.m3u8']);
  });

  test('keep the variety of the language that was declared', async () => {
    const { output } = await make(completed, transcript([item('Hello', 1, 2)]), 'en-GB');
    expect(output).toMatchObject({ language: 'en-GB' });
  });

  test('of a film in which nobody speaks are a result, not a failure', async () => {
    expect((await make(completed, transcript([]))).output).toEqual({
      speech: 'none',
      transcriptKey: transcriptKey(run),
    });
    const FailureReason =
      'Your audio file must have a speech segment long enough in duration to perform automatic language identification. Provide an audio file with someone speaking for a longer period of time and try your request again.';
    expect((await make({ TranscriptionJobStatus: 'FAILED', FailureReason })).output).toEqual({ speech: 'none' });
  });

  test.each([
    ['TranscriptionFailed', { TranscriptionJobStatus: 'FAILED', FailureReason: 'The media is odd' } as const, ''],
    ['TranscriptionPending', { TranscriptionJobStatus: 'IN_PROGRESS' } as const, ''],
    ['BadTranscript', completed, '<html>'],
  ])('fail by name: %s', async (code, status, json) => {
    await expect(make(status, json)).rejects.toMatchObject({ name: code });
  });
});
