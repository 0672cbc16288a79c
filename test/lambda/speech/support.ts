import { createServer as createPlainServer } from 'node:http';
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Content } from '../../../lambda/speech/captions/caption-track';
import type { Cue } from '../../../lambda/speech/model';

export const run = { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd' };

/** Texts in memory. */
export class Texts implements Content {
  readonly files = new Map<string, string>();

  async read(key: string): Promise<string> {
    const text = this.files.get(key);
    if (text === undefined) throw Object.assign(new Error(`${key} is not there`), { name: 'NoSuchKey' });
    return text;
  }

  async write(key: string, text: string): Promise<void> {
    this.files.set(key, text);
  }

  cues(key: string): Cue[] {
    return JSON.parse(this.files.get(key) ?? '').cues;
  }
}

interface SpeechCall {
  readonly Text: string;
  readonly VoiceId: string;
  readonly Engine: string;
  readonly SampleRate: string;
  readonly OutputFormat: string;
  readonly TextType: string;
}

/** Answers a call of Polly; the answer's `error` is the name of an exception. */
export type Answer = (call: SpeechCall, count: number) => { error?: string; status?: number } | undefined;

/** What a voice of 15 characters a second says: silence of 0.1 s, a tone, and silence again. */
function tone(ssml: string): Buffer {
  const rate = Number(/rate="(\d+)%"/.exec(ssml)?.[1] ?? 100) / 100;
  const characters = ssml.replace(/<[^>]*>/g, '').replace(/&\w+;/g, '&').length;
  const samples = Math.round((characters / 15 / rate) * 16_000);
  const pcm = Buffer.alloc((samples + 3200) * 2);
  for (let at = 0; at < samples; at++) pcm.writeInt16LE(Math.round(6000 * Math.cos(at / 5)), (1600 + at) * 2);
  return pcm;
}

/** Polly's API on HTTP/2 without TLS, as its client speaks it. */
export async function startPolly(answer: Answer = () => undefined) {
  const calls: SpeechCall[] = [];
  const server: Http2Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const call = JSON.parse(Buffer.concat(chunks).toString()) as SpeechCall;
      calls.push(call);
      const { error, status = 400 } = answer(call, calls.length) ?? {};
      if (error) {
        response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': error });
        response.end(JSON.stringify({ message: error }));
        return;
      }
      response.writeHead(200, { 'content-type': 'audio/pcm' });
      response.end(tone(call.Text));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    calls,
    clientConfig: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** An API in AWS's JSON protocol, such as Translate's and Transcribe's. What `answer` throws is answered by its name. */
export async function startJsonService(answer: (operation: string, input: never) => object) {
  const server = createPlainServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const reply = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
        response.end(JSON.stringify(body));
      };
      try {
        const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
        reply(200, answer(operation, JSON.parse(Buffer.concat(chunks).toString()) as never));
      } catch (error) {
        const { name, message } = error as Error;
        reply(400, { __type: name, message, Message: message });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    clientConfig: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function named(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
