import { copyFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { type Job, ListJobsCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { ListExecutionsCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { Api, type Asset } from '../../cli/api';
import { Failure } from '../../cli/failure';
import { upload } from '../../cli/upload';
import { each, eventually } from './audience';
import type { Platform } from './platform';

interface Film {
  readonly language: string;
  readonly targetLanguages?: readonly string[];
}

export interface Uploads {
  /** Ids of the assets of the commands, in the order of the films. */
  readonly ids: readonly string[];
  /** Uploads that commands began again, because S3 had ended the first one. */
  readonly restarted: number;
}

const silent = { show() {}, end() {} };
/** How often a person gives the same command. */
const patience = 8;

/** A demo user at the command line, who gives a command that failed again. */
export class Creator {
  private signedIn: Api | undefined;
  private readonly cache = mkdtempSync(join(tmpdir(), 'cli-'));

  constructor(
    private readonly platform: Pick<Platform, 'web' | 'home'>,
    private readonly user = 'creator@example.com',
  ) {}

  /** Uploads copies of the file as films, so many at a time. Throws what the last attempt threw. */
  async upload(file: string, films: readonly Film[], atOnce: number): Promise<Uploads> {
    let restarted = 0;
    const note = (line: string) => {
      if (line.includes('starting again')) restarted += 1;
    };
    const ids = await each(films, atOnce, async (film, index) => {
      // The command line continues an upload of the same file, so that each needs its own.
      const path = join(this.cache, `film-${index}.mp4`);
      copyFileSync(file, path);
      const options = { ...film, title: `Film ${index}`, wait: false, parallel: 2, user: this.user };
      const env = { XDG_CACHE_HOME: this.cache };
      for (let attempt = 1; ; attempt += 1) {
        let id: string | undefined;
        const result = (asset: unknown) => {
          id = (asset as Asset).id;
        };
        try {
          await upload(this.api(), path, { ...options, env }, { json: true, result, note }, silent);
          return id as string;
        } catch (error) {
          if (!(error instanceof Failure) || attempt === patience) throw error;
          this.signOut();
          await this.reachable();
        }
      }
    });
    return { ids, restarted };
  }

  /** All assets that the user sees; undefined if the API could not list them this time. */
  async assets(): Promise<readonly Asset[] | undefined> {
    try {
      const found: Asset[] = [];
      let cursor: string | undefined;
      do {
        const query = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
        const page = await this.api().get<{ assets: Asset[]; cursor?: string }>(`/assets?limit=100${query}`);
        found.push(...page.assets);
        cursor = page.cursor;
      } while (cursor);
      return found;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.signOut();
      return undefined;
    }
  }

  /** Until the platform answers: a person waits while it starts again. */
  private reachable(): Promise<true> {
    const look = () =>
      fetch(`${this.platform.web}/config.json`).then(
        async (response) => (await response.arrayBuffer()) && (response.ok || undefined),
        () => undefined,
      );
    return eventually('the platform', look);
  }

  private api(): Api {
    const { home, web } = this.platform;
    const password = readFileSync(join(home, 'demo-password'), 'utf8').trim();
    this.signedIn ??= new Api(new URL(web), () => ({ user: this.user, password }));
    return this.signedIn;
  }

  /** A sign-in that failed stays failed; the next command signs in again. */
  private signOut(): void {
    this.signedIn = undefined;
  }
}

/** Whether nothing happens to an asset any more. */
const isSettled = ({ status, pending }: Asset) => status === 'FAILED' || (status === 'READY' && pending.length === 0);

/** Milliseconds between two runs of the reconciler, which a schedule would run every 15 minutes. */
const reconcilingMs = 20_000;

/** Runs the platform's reconciler, which then does not wait for events that may only be late. */
async function reconcileNow(platform: Platform): Promise<void> {
  const lambda = new LambdaClient(patient(platform));
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 50 }));
  const reconcile = Functions.find(({ FunctionName = '' }) => /reconcile/i.test(FunctionName));
  const Payload = JSON.stringify({ graceMinutes: 0 });
  await lambda.send(new InvokeCommand({ FunctionName: reconcile?.FunctionName, Payload }));
}

/**
 * Waits until all these assets are settled, or so many seconds have passed. In the meantime, the reconciler runs often.
 * Returns the assets as they are then.
 */
export async function whenSettled(
  platform: Platform,
  creator: Creator,
  ids: readonly string[],
  seconds: number,
): Promise<readonly Asset[]> {
  const end = Date.now() + seconds * 1000;
  let latest: readonly Asset[] = [];
  let reconciled = Date.now();
  for (;;) {
    if (Date.now() - reconciled > reconcilingMs) {
      await reconcileNow(platform);
      reconciled = Date.now();
    }
    latest = (await creator.assets()) ?? latest;
    const wanted = latest.filter(({ id }) => ids.includes(id));
    if ((wanted.length === ids.length && wanted.every(isSettled)) || Date.now() > end) return wanted;
    await new Promise((done) => setTimeout(done, 2000));
  }
}

/** A line for each film that is neither READY with all its languages nor FAILED with a reason. */
export function unsettled(ids: readonly string[], assets: readonly Asset[]): string[] {
  return ids.flatMap((id) => {
    const asset = assets.find((each) => each.id === id);
    if (!asset) return [`${id} is not listed`];
    const { status, pending, reason } = asset;
    if (!isSettled(asset)) return [`${id} ${status}, pending: ${pending.join() || 'nothing'}`];
    return status === 'FAILED' && !(reason?.code && reason.message) ? [`${id} FAILED without a reason`] : [];
  });
}

/** Clients of the platform's owner, who looks at it from outside while its calls fail. */
const patient = (platform: Platform) => ({ ...platform.owner, maxAttempts: 20 });

async function jobs(platform: Platform): Promise<readonly Job[]> {
  const client = new MediaConvertClient(patient(platform));
  const found: Job[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListJobsCommand({ MaxResults: 20, NextToken }));
    found.push(...(page.Jobs ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  client.destroy();
  return found;
}

/** `{asset} {run} {purpose} {language}` of jobs of which there is more than one. */
export async function encodedTwice(platform: Platform): Promise<string[]> {
  const names = (await jobs(platform)).map(({ UserMetadata = {} }) => {
    const { assetId, run, purpose, language } = UserMetadata;
    return [assetId, run, purpose, language].filter(Boolean).join(' ');
  });
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** The number of finished encodings of the picture by asset. */
export async function pictures(platform: Platform): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { Status, UserMetadata = {} } of await jobs(platform)) {
    const { assetId = '', purpose } = UserMetadata;
    if (purpose === 'picture' && Status === 'COMPLETE') counts.set(assetId, (counts.get(assetId) ?? 0) + 1);
  }
  return counts;
}

/** The names of executions of the films' workflow that have not ended. */
export async function running(platform: Platform): Promise<string[]> {
  const client = new SFNClient(patient(platform));
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const found: string[] = [];
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }),
    );
    found.push(...executions.map(({ name = '' }) => name));
  }
  client.destroy();
  return found;
}
