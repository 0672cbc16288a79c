import {
  ListTranscriptionJobsCommand,
  StartTranscriptionJobCommand,
  type StartTranscriptionJobRequest,
  TranscribeClient,
} from '@aws-sdk/client-transcribe';
import { needs } from '../../../testing/needs';
import cases from '../../cases/transcription-requests.json';
import { type Booth, bucket, openBooth } from './support';

let booth: Booth;
let media: string;

beforeAll(async () => {
  booth = await openBooth();
  media = await booth.upload('plain');
});
afterAll(() => booth.laptop.stop());

describe('a request is refused before there is a job', () => {
  test.each(cases)('$name', async ({ input, expected }) => {
    const request = { TranscriptionJobName: 'job', Media: { MediaFileUri: media }, OutputBucketName: bucket, ...input };
    const sent = booth.transcribe.send(
      new StartTranscriptionJobCommand(request as unknown as StartTranscriptionJobRequest),
    );
    await expect(sent).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(expected),
    });
    expect((await booth.transcribe.send(new ListTranscriptionJobsCommand({}))).TranscriptionJobSummaries).toEqual([]);
  });
});

needs('vosk').describe('S3 is asked as the caller', () => {
  const callerWho = (name: string, ...statements: object[]) => callerOf(name, '*', ...statements);
  const callerOf = async (name: string, jobs: string, ...statements: object[]) => {
    const { attributes } = await booth.laptop.deploy('AWS::IAM::Role', name, {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      },
      Policies: [
        {
          PolicyName: 'own',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'transcribe:StartTranscriptionJob', Resource: jobs }, ...statements],
          },
        },
      ],
    });
    const credentials = booth.laptop.kernel.credentials(attributes.Arn as string, 'caller');
    return new TranscribeClient({ ...booth.laptop.clientConfig, credentials });
  };
  const request = (name: string) =>
    new StartTranscriptionJobCommand({
      TranscriptionJobName: name,
      LanguageCode: 'en-US',
      Media: { MediaFileUri: media },
      OutputBucketName: bucket,
    });
  const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/sources/*` };
  const mayWrite = (key: string) => ({
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/${key}`,
  });
  const write = mayWrite('allowed.json');
  const check = mayWrite('.write_access_check_file.temp');

  test('who may not read the film, gets no job', async () => {
    const client = await callerWho('Writer', write, check);
    await expect(client.send(request('allowed'))).rejects.toThrow("The S3 URI that you provided can't be accessed");
  });

  test('who may not write the transcript, gets no job', async () => {
    const client = await callerWho('Reader', read, write, check);
    await expect(client.send(request('elsewhere'))).rejects.toThrow("The specified S3 bucket can't be accessed");
  });

  test('who may write the transcript only, and not the check file beside it, gets no job', async () => {
    const client = await callerWho('Narrow', read, write);
    await expect(client.send(request('allowed'))).rejects.toThrow("The specified S3 bucket can't be accessed");
  });

  test('a grant on the job is none: only all resources can be allowed', async () => {
    const client = await callerOf('Named', 'arn:aws:transcribe:*:*:transcription-job/*', read, write, check);
    await expect(client.send(request('allowed'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('who may both, gets the transcript written', async () => {
    const client = await callerWho('Both', read, write, check);
    await client.send(request('allowed'));
    expect(await booth.finished('allowed')).toMatchObject({ TranscriptionJobStatus: 'COMPLETED' });
    expect(JSON.parse(await booth.read('allowed.json')).jobName).toBe('allowed');
  });
});

test('where nothing recognises speech, the service starts, and supports no language', async () => {
  const bare = await openBooth({ recogniseWorker: '/nonexistent/worker.cjs' });
  try {
    const url = await bare.upload('plain');
    await expect(bare.start('declared', url)).rejects.toThrow('This machine recognizes no language');
    await bare.start('identified', url, { IdentifyLanguage: true });
    expect(await bare.finished('identified')).toMatchObject({
      TranscriptionJobStatus: 'FAILED',
      FailureReason: expect.stringContaining('could not be identified as one of those recognized here: none'),
    });
  } finally {
    await bare.laptop.stop();
  }
});
