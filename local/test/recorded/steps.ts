import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as events from '@aws-sdk/client-eventbridge';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as sqs from '@aws-sdk/client-sqs';
import type { Laptop } from '../../testing/start-services';
import { differences } from './compare';
import { setUp } from './set-up';
import { unused } from './unused';

type Members = Readonly<Record<string, unknown>>;

export interface Step {
  /** A bucket, table, queue, secret or key that exists before the case. */
  readonly setup?: string;
  /** `s3.PutObject` */
  readonly call?: string;
  readonly params?: Members;
  readonly fails?: boolean;
  /** What the case has caused so far is not part of what is expected of it. */
  readonly forget?: boolean;
  readonly expected?: {
    /** Whether AWS took the call; all that was recorded of it. */
    readonly accepted?: true;
    readonly status?: number;
    readonly answer?: unknown;
    /** Where in the answer `answer` is: `Messages.0`. */
    readonly at?: string;
    readonly error?: { readonly Code: string; readonly Message: string; readonly QueryErrorCode?: string };
    /** Further members of the error. */
    readonly more?: unknown;
  };
}

const sdks = { dynamodb, events, kms, s3, scheduler, secretsmanager, sqs };

interface Client {
  send(command: unknown): Promise<{ $metadata: { httpStatusCode?: number } }>;
  destroy(): void;
}

const day = 86_400_000;

const member = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, name) => (found as Members | undefined)?.[name], value);

/** A call's parameters: references to earlier answers, bytes, long texts and times in place. */
export function resolve(value: unknown, answers: readonly unknown[]): unknown {
  if (typeof value === 'string') {
    const whole = /^\{\{(\d+)\.([^}]+)\}\}$/.exec(value);
    if (whole) return member(answers[Number(whole[1])], whole[2] as string);
    return value.replace(/\{\{(\d+)\.([^}]+)\}\}/g, (_, step, path) => String(member(answers[Number(step)], path)));
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  const { $bytes, $size, $runs, $daysFromNow, $date } = value as Record<string, unknown>;
  if (typeof $bytes === 'string') {
    const bytes = Buffer.from($bytes, 'base64');
    return typeof $size === 'number' ? Buffer.alloc($size, bytes) : bytes;
  }
  if (Array.isArray($runs)) {
    const [before, letter, count, after] = $runs as [string, string, number, string];
    return `${before}${letter.repeat(count)}${after}`;
  }
  if (typeof $daysFromNow === 'number') return new Date(Date.now() + $daysFromNow * day);
  if (typeof $date === 'string') return new Date(/[Z+]/.test($date) ? $date : `${$date}Z`);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, answers)]));
}

/** Bodies as text: streams can be read only once. */
async function readBody(answer: Members): Promise<Members> {
  const { $metadata: _, ...members } = answer;
  const body = members.Body as { transformToByteArray?(): Promise<Uint8Array> } | undefined;
  if (!body?.transformToByteArray) return members;
  return { ...members, Body: await body.transformToByteArray() };
}

interface Failure extends Error {
  readonly Code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Only S3's errors, some of which have no body, are distinguished by their status. */
function errorDifferences(
  { status, error, more }: NonNullable<Step['expected']>,
  failure: Failure,
  isS3: boolean,
): string[] {
  if (!error) return [`expected an answer, found ${failure.name}: ${failure.message}`];
  const found = failure.$metadata?.httpStatusCode;
  const codes = [error.Code, error.QueryErrorCode, error.Code.split('.').at(-1)];
  // HEAD has no body: the SDK names what botocore numbers.
  const named = codes.includes(failure.name) || codes.includes(failure.Code) || error.Code === String(found);
  return [
    ...(named ? [] : [`error: expected ${error.Code}, found ${failure.name} (${failure.message})`]),
    ...(status === undefined ||
    status === found ||
    (!isS3 && Math.floor(status / 100) === Math.floor((found ?? 0) / 100))
      ? []
      : [`status: expected ${status}, found ${found}`]),
    ...(error.Code === String(found) ? [] : differences(error.Message, failure.message, 'message')),
    ...(more ? differences({ ...(more as object), '<more>': '' }, { ...failure }, 'error') : []),
  ];
}

/** The role of a schedule, which must exist. */
function withRole(input: Members, RoleArn: string | undefined): Members {
  const { Target } = input as { Target?: Members };
  return Target?.RoleArn && RoleArn ? { ...input, Target: { ...Target, RoleArn } } : input;
}

/** DeleteObjects lists what it deleted in no order. */
function inOrder(answer: unknown): unknown {
  const { Deleted } = (answer ?? {}) as { Deleted?: readonly { Key?: string }[] };
  if (!Array.isArray(Deleted)) return answer;
  const key = ({ Key = '' }) => Key;
  return { ...(answer as Members), Deleted: [...Deleted].sort((a, b) => key(a).localeCompare(key(b))) };
}

export interface StepOptions {
  /** The role of schedules. */
  readonly roleArn?: string;
  /** Runs at every step that is marked `forget`. */
  readonly forget?: () => Promise<void>;
}

/** Runs a case's steps by the SDK's clients against the local services; returns the differences. */
export async function runSteps(
  laptop: Laptop,
  steps: readonly Step[],
  { roleArn, forget }: StepOptions = {},
): Promise<string[]> {
  const answers: unknown[] = [];
  const found: string[] = [];
  for (const [index, { setup, call, params, fails, expected, forget: forgets }] of steps.entries()) {
    if (forgets) {
      if (!forget) throw new Error(`step ${index}: this suite has nothing to forget`);
      await forget();
      answers.push(undefined);
      continue;
    }
    const input = withRole(resolve(params ?? {}, answers) as Members, roleArn);
    if (setup) {
      try {
        answers.push(await setUp(laptop, setup, input));
      } catch (error) {
        return [`step ${index}, setup: ${(error as Error).message}`];
      }
      continue;
    }
    const note = (lines: readonly string[]) => found.push(...lines.map((line) => `step ${index}, ${call}: ${line}`));
    try {
      const answer = await send(laptop, call as string, input);
      answers.push(answer.members);
      if (fails || expected?.error) note([`expected ${expected?.error?.Code ?? 'a refusal'}, but it was accepted`]);
      else if (expected && !expected.accepted) {
        const { at, status } = expected;
        const { Body, ...others } = answer.members;
        const isRead = Body !== undefined && 'Body' in (expected.answer as object);
        const members = isRead ? answer.members : others;
        note(differences(inOrder(expected.answer), inOrder(at ? member(members, at) : members)));
        // 200 and 204 are one to every SDK.
        if (status && answer.status !== undefined && status >= 300 !== answer.status >= 300) {
          note([`status: expected ${status}, found ${answer.status}`]);
        }
      }
    } catch (error) {
      answers.push(undefined);
      const notDone = /does not (?:do|support) (\w+)/.exec((error as Failure).message)?.[1];
      if (notDone && unused.includes(notDone)) return [];
      if (expected) note(errorDifferences(expected, error as Failure, call?.startsWith('s3.') === true));
      else if (!fails)
        note([`expected to be accepted, found ${(error as Failure).name}: ${(error as Failure).message}`]);
    }
  }
  return found;
}

async function send(laptop: Laptop, call: string, input: Members) {
  const [service, operation] = call.split('.') as [keyof typeof sdks, string];
  const sdk = sdks[service] as unknown as Readonly<Record<string, new (input: object) => unknown>>;
  const clientName = Object.keys(sdk).find((name) => /^[A-Z]\w*Client$/.test(name)) as string;
  const client = new (sdk[clientName] as new (config: object) => Client)({
    ...laptop.clientConfig,
    maxAttempts: 1,
    ...(service === 's3' && { forcePathStyle: true }),
  });
  try {
    const output = await client.send(new (sdk[`${operation}Command`] as new (input: object) => unknown)(input));
    return { members: await readBody(output), status: output.$metadata.httpStatusCode };
  } finally {
    client.destroy();
  }
}
