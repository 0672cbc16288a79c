import { type ChildProcess, fork } from 'node:child_process';
import { findSpeakers, type Speakers, type Timbre } from './engines';
import type { Answer, Part, Segment, Task } from './messages';

/** What the speaker could not do. */
export class SpeakError extends Error {
  override readonly name = 'SpeakError';
}

export interface SpeakerOptions {
  /** The built `local/engines/speak/worker.ts`. The packages have to be found from there. */
  readonly workerPath: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Processes at a time. @default 2 */
  readonly processes?: number;
  /** Milliseconds after which an idle process ends. @default 30,000 */
  readonly idle?: number;
}

interface Member {
  readonly child: ChildProcess;
  job?: Job;
  timer?: NodeJS.Timeout;
}

interface Job {
  readonly task: Task;
  resolve(samples: Buffer): void;
  reject(error: Error): void;
}

/** The longest text takes ten seconds; an engine that takes so much longer will not come back. */
const patience = 120_000;

/** Speech from text, in a few processes of its own that end when there is nothing to say. */
export class Speaker {
  readonly speakers: Speakers;
  private readonly members: Member[] = [];
  private readonly waiting: Job[] = [];
  private count = 0;

  constructor(private readonly options: SpeakerOptions) {
    this.speakers = findSpeakers(options.workerPath, options.env);
  }

  /** Whether somebody speaks the language, given by Polly's code. */
  speaks(language: string): boolean {
    return this.speakers.instrument(language, { gender: 'Female', order: 0 }) !== undefined;
  }

  /** Bare samples: 16 bits, little-endian, one channel. Throws {@link SpeakError}. */
  async say(segments: readonly Segment[], timbre: Timbre, sampleRate: 8000 | 16000): Promise<Buffer> {
    const parts = segments.map((segment): Part => {
      if (segment.kind === 'pause') return segment;
      const { language, ...rest } = segment;
      const instrument = this.speakers.instrument(language, timbre);
      if (!instrument) throw new SpeakError(`nobody here speaks '${language}'`);
      return { ...rest, instrument };
    });
    return new Promise((resolve, reject) => {
      this.waiting.push({ task: { id: ++this.count, sampleRate, parts }, resolve, reject });
      this.next();
    });
  }

  /** Ends what is running. */
  close(): void {
    for (const job of this.waiting.splice(0)) job.reject(new SpeakError('the runtime ends'));
    for (const { child } of this.members) child.kill('SIGKILL');
  }

  private next(): void {
    const free = this.members.find(({ job }) => !job);
    if (this.waiting.length === 0) return;
    if (!free && this.members.length >= (this.options.processes ?? 2)) return;
    const member = free ?? this.start();
    const job = this.waiting.shift() as Job;
    member.job = job;
    this.watch(member, patience);
    member.child.ref();
    member.child.channel?.ref();
    member.child.send(job.task, (error) => {
      // The process is gone: its end, which is still to be told, rejects the job.
      if (error) member.child.kill('SIGKILL');
    });
  }

  private start(): Member {
    const { workerPath } = this.options;
    const child = fork(workerPath, {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    const member: Member = { child };
    this.members.push(member);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-2000);
    });
    (child.stderr as unknown as { unref?(): void } | null)?.unref?.();
    child.on('message', (answer: Answer) => {
      const { job } = member;
      if (!job || job.task.id !== answer.id) return;
      member.job = undefined;
      if (answer.kind === 'failed') {
        // An engine that has failed may not be whole any more: the next text gets a new process.
        this.remove(member);
        child.kill('SIGKILL');
        job.reject(new SpeakError(answer.message));
      } else {
        const { buffer, byteOffset, byteLength } = answer.samples;
        job.resolve(Buffer.from(buffer, byteOffset, byteLength));
        // Nothing waits for an idle process, so it must not keep the runtime alive.
        child.unref();
        child.channel?.unref();
        this.watch(member, this.options.idle ?? 30_000);
      }
      this.next();
    });
    const ended = (how: string) => {
      this.remove(member);
      member.job?.reject(new SpeakError(`the speaker ended by ${how}: ${stderr.trim()}`));
      this.next();
    };
    child.once('error', (error) => ended(error.message));
    child.once('close', (code, signal) => ended(signal ?? `status ${code}`));
    return member;
  }

  /** Ends the process unless it answers, or is asked, within the time. */
  private watch(member: Member, milliseconds: number): void {
    clearTimeout(member.timer);
    member.timer = setTimeout(() => {
      // Out of the list at once, as nothing may be asked of a process that is about to end.
      this.remove(member);
      member.child.kill('SIGKILL');
    }, milliseconds).unref();
  }

  private remove(member: Member): void {
    clearTimeout(member.timer);
    const index = this.members.indexOf(member);
    if (index >= 0) this.members.splice(index, 1);
  }
}
