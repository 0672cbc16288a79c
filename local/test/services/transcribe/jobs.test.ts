import { readFileSync } from 'node:fs';
import {
  DeleteTranscriptionJobCommand,
  GetTranscriptionJobCommand,
  ListTranscriptionJobsCommand,
  type TranscriptionJob,
} from '@aws-sdk/client-transcribe';
import { needs } from '../../../testing/needs';
import { sample } from '../../../testing/samples';
import { type Booth, bucket, openBooth } from './support';

interface Item {
  id: number;
  type: string;
  start_time?: string;
  end_time?: string;
  alternatives: { confidence: string; content: string }[];
}

let booth: Booth;
beforeAll(async () => {
  booth = await openBooth();
});
afterAll(() => booth.laptop.stop());

const presenter = () => booth.put('presenter.mp4', readFileSync(sample('presenter-en.mp4')));
const told = (name: string) =>
  booth.events.filter(({ detail }) => JSON.stringify(detail).includes(`"${name}"`)).map(({ detailType }) => detailType);

needs('vosk').describe('a film in which somebody speaks', () => {
  let job: TranscriptionJob;
  beforeAll(async () => {
    await booth.start('speech', await presenter(), {
      IdentifyLanguage: true,
      LanguageOptions: ['es-US', 'en-GB'],
      OutputKey: 'asset/speech/transcript.json',
      Subtitles: { Formats: ['vtt', 'srt'], OutputStartIndex: 1 },
      Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: 10 },
    });
    job = await booth.finished('speech');
  });

  test('is transcribed in the language that was offered and found', () => {
    expect(job).toMatchObject({
      TranscriptionJobStatus: 'COMPLETED',
      LanguageCode: 'en-GB',
      IdentifyLanguage: true,
      IdentifiedLanguageScore: expect.closeTo(0.88, 1),
      MediaFormat: 'mp4',
      MediaSampleRateHertz: 48_000,
      Transcript: {
        TranscriptFileUri: `https://s3.eu-west-1.amazonaws.com/${bucket}/asset/speech/transcript.json`,
      },
    });
    expect(job.CompletionTime?.getTime()).toBeGreaterThanOrEqual(job.StartTime?.getTime() as number);
  });

  test('leaves a document in the shape of AWS', async () => {
    const document = JSON.parse(await booth.read('asset/speech/transcript.json'));
    expect(document).toMatchObject({ jobName: 'speech', accountId: '000000000000', status: 'COMPLETED' });
    const { results } = document;
    expect(results.language_code).toBe('en-GB');
    expect(results.language_identification).toEqual([{ code: 'en-GB', score: expect.stringMatching(/^0\.[89]\d+$/) }]);
    expect(results.transcripts[0].transcript).toContain('from the farm to the table. I');
    // Speakers are not distinguished, so the transcript has no speaker labels.
    expect(results).not.toHaveProperty('speaker_labels');
    const items = results.items as Item[];
    expect(items.map(({ id }) => id)).toEqual(items.map((_, index) => index));
    let last = 0;
    for (const { type, start_time, end_time, alternatives } of items) {
      if (type === 'punctuation') {
        expect([start_time, end_time, alternatives[0]?.confidence]).toEqual([undefined, undefined, '0.0']);
        continue;
      }
      expect(start_time).toMatch(/^\d+\.\d{1,3}$/);
      expect(Number(start_time)).toBeGreaterThanOrEqual(last);
      expect(Number(end_time)).toBeGreaterThan(Number(start_time));
      expect(alternatives[0]?.confidence).toMatch(/^(0\.\d{1,3}|1\.0)$/);
      last = Number(end_time);
    }
    const listed = results.audio_segments.flatMap(({ items: ids }: { items: number[] }) => ids);
    expect(listed).toEqual(items.map(({ id }) => id));
  });

  test('gets subtitles beside the transcript', async () => {
    expect(job.Subtitles?.SubtitleFileUris).toEqual(
      ['vtt', 'srt'].map((type) => `https://s3.eu-west-1.amazonaws.com/${bucket}/asset/speech/transcript.${type}`),
    );
    expect(await booth.read('asset/speech/transcript.vtt')).toMatch(
      /^WEBVTT\n\n1\n00:00:00\.000 --> 00:00:0\d\.\d{3}\nCome back/,
    );
    expect(await booth.read('asset/speech/transcript.srt')).toMatch(/^1\n00:00:00,000 --> 00:00:0\d,\d{3}\nCome back/);
  });

  test('is told of by the events that AWS documents', () => {
    const events = booth.events.filter(({ detail }) => JSON.stringify(detail).includes('"speech"'));
    expect(events).toEqual([
      {
        source: 'aws.transcribe',
        detailType: 'Language Identification State Change',
        detail: { JobType: 'TranscriptionJob', JobName: 'speech', LanguageIdentificationStatus: 'COMPLETED' },
      },
      {
        source: 'aws.transcribe',
        detailType: 'Transcribe Job State Change',
        detail: { TranscriptionJobName: 'speech', TranscriptionJobStatus: 'COMPLETED' },
      },
    ]);
  });
});

needs('vosk').describe('a film in which nobody speaks', () => {
  test('has an empty transcript in the declared language', async () => {
    await booth.start('tone', await booth.upload('plain'));
    expect(await booth.finished('tone')).toMatchObject({ TranscriptionJobStatus: 'COMPLETED', LanguageCode: 'en-US' });
    expect(JSON.parse(await booth.read('tone.json')).results).toEqual({
      transcripts: [{ transcript: '' }],
      language_code: 'en-US',
      items: [],
      audio_segments: [],
    });
  });

  test('has no language that could be identified', async () => {
    await booth.start('which', await booth.upload('plain'), { IdentifyLanguage: true });
    expect(await booth.finished('which')).toMatchObject({
      TranscriptionJobStatus: 'FAILED',
      FailureReason: expect.stringMatching(/^Your audio file must have a speech segment long enough/),
    });
    expect(told('which')).toEqual(['Transcribe Job State Change']);
  });
});

needs('vosk').describe('what is no film that the service takes', () => {
  const reason = async (name: string, url: string, more = {}) => {
    await booth.start(name, url, { LanguageCode: 'en-US', ...more });
    const job = await booth.finished(name);
    expect(job.TranscriptionJobStatus).toBe('FAILED');
    await expect(booth.read(`${name}.json`)).rejects.toThrow();
    return job.FailureReason;
  };

  test('fails with the reason', async () => {
    expect(await reason('mute', await booth.upload('silent'))).toBe('Failed to parse audio file.');
    expect(await reason('mkv', await booth.upload('matroska'))).toBe('Unsupported media format');
    expect(await reason('wrong', await booth.upload('plain'), { MediaFormat: 'wav' })).toMatch(/does not match/);
    expect(await reason('rate', await booth.upload('plain'), { MediaSampleRateHertz: 8000 })).toMatch(/sample rate/);
    expect(await reason('text', await booth.put('text', Buffer.from('no film')))).toMatch(/isn't valid/);
  });
});

needs('vosk').describe('the jobs', () => {
  test('are listed newest first, by pages, state and part of the name', async () => {
    const url = await booth.upload('plain');
    for (const name of ['page-1', 'page-2', 'page-3']) {
      await booth.start(name, url);
      await booth.finished(name);
    }
    const list = (more: object) => booth.transcribe.send(new ListTranscriptionJobsCommand(more));
    const first = await list({ JobNameContains: 'PAGE-', MaxResults: 2 });
    expect(first.TranscriptionJobSummaries?.map((one) => one.TranscriptionJobName)).toEqual(['page-3', 'page-2']);
    const second = await list({ JobNameContains: 'page-', MaxResults: 2, NextToken: first.NextToken });
    expect(second.TranscriptionJobSummaries).toEqual([
      expect.objectContaining({ TranscriptionJobName: 'page-1', OutputLocationType: 'CUSTOMER_BUCKET' }),
    ]);
    expect(second.NextToken).toBeUndefined();
    expect((await list({ JobNameContains: 'page-', Status: 'FAILED' })).TranscriptionJobSummaries).toEqual([]);
    await expect(list({ MaxResults: 101 })).rejects.toThrow('less than or equal to 100');
  });

  test('have names of their own, free again when deleted', async () => {
    const url = await booth.upload('plain');
    await booth.start('once', url);
    await expect(booth.start('once', url)).rejects.toMatchObject({ name: 'ConflictException' });
    await booth.finished('once');
    await booth.transcribe.send(new DeleteTranscriptionJobCommand({ TranscriptionJobName: 'once' }));
    const gone = booth.transcribe.send(new GetTranscriptionJobCommand({ TranscriptionJobName: 'once' }));
    await expect(gone).rejects.toMatchObject({ name: 'NotFoundException' });
    expect((await booth.start('once', url)).TranscriptionJobStatus).toBe('IN_PROGRESS');
  });

  test('of two requests at once for one name, one gets it', async () => {
    const url = await booth.upload('plain');
    const answers = await Promise.allSettled([booth.start('twin', url), booth.start('twin', url)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
