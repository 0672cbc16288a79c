import type { ChildProcess } from 'node:child_process';
import { isInterruption, maxRepeats, startWorker } from '../worker-process';
import { findSpeakers, type Speakers, type Timbre } from './engines';
import type { Part, Segment, SpeakMessage, SpeakTask } from './messages';

/** Speech could not be synthesized. */
class SpeakError extends Error {
  override readonly name = 'SpeakError';
}

export interface SpeakerOptions {
  /** The built `local/engines/speak/worker.ts`. The packages have to be found from there. */
  readonly workerPath: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The maximum number of processes. @default 2 */
  readonly processes?: number;
  /** Milliseconds after which an idle process ends. @default 30,000 */
  readonly idle?: number;
}

interface Member {
  readonly child: ChildProcess;
  job?: Job;
  timer?: NodeJS.Timeout;
  /** Whether this runtime has ended the process. */
  isEnded?: boolean;
}

interface Job {
  readonly task: SpeakTask;
  /** How often a process was ended from outside that had the task. */
  repeats: number;
  resolve(samples: Buffer): void;
  reject(error: Error): void;
}

/** Milliseconds after which a task fails. The longest text takes ten seconds; an engine that takes longer is stuck. */
const taskTimeout = 120_000;

/** Text to speech, in a few processes that end when they are idle. */
export class Speaker {
  readonly speakers: Speakers;
  private readonly members: Member[] = [];
  private readonly waiting: Job[] = [];
  private count = 0;

  constructor(private readonly options: SpeakerOptions) {
    this.speakers = findSpeakers(options.workerPath, options.env);
  }

  /** Whether there is a voice for the language, which is given by Polly's code. */
  speaks(language: string): boolean {
    return this.speakers.instrument(language, { gender: 'Female', order: 0 }) !== undefined;
  }

  /**
   * Returns bare samples: 16 bits, little-endian, one channel. Throws {@link SpeakError}, and the reason of a signal that
   * aborts while the text waits.
   */
  async say(
    segments: readonly Segment[],
    timbre: Timbre,
    sampleRate: 8000 | 16000,
    signal?: AbortSignal,
  ): Promise<Buffer> {
    const parts = segments.map((segment): Part => {
      if (segment.kind === 'pause') return segment;
      const { language, ...rest } = segment;
      const instrument = this.speakers.instrument(language, timbre);
      if (!instrument) throw new SpeakError(`no voice for the language '${language}' is installed`);
      return { ...rest, instrument };
    });
    return new Promise((resolve, reject) => {
      const job: Job = { task: { id: ++this.count, sampleRate, parts }, repeats: 0, resolve, reject };
      signal?.throwIfAborted();
      signal?.addEventListener('abort', () => this.drop(job, signal.reason), { once: true });
      this.waiting.push(job);
      this.next();
    });
  }

  /** Rejects all tasks and kills all processes. */
  close(): void {
    for (const job of this.waiting.splice(0)) job.reject(new SpeakError('the runtime is stopping'));
    for (const member of this.members) this.end(member);
  }

  /** Has no effect on a text that is being spoken. */
  private drop(job: Job, reason: Error): void {
    const index = this.waiting.indexOf(job);
    if (index < 0) return;
    this.waiting.splice(index, 1);
    job.reject(reason);
  }

  private end(member: Member): void {
    member.isEnded = true;
    member.child.kill('SIGKILL');
  }

  private next(): void {
    const free = this.members.find(({ job }) => !job);
    if (this.waiting.length === 0) return;
    if (!free && this.members.length >= (this.options.processes ?? 2)) return;
    const member = free ?? this.start();
    const job = this.waiting.shift() as Job;
    member.job = job;
    this.watch(member, taskTimeout);
    member.child.ref();
    member.child.channel?.ref();
    member.child.send(job.task, (error) => {
      // The process has exited. The handler of its end, which runs later, rejects the job.
      if (error) member.child.kill('SIGKILL');
    });
  }

  private start(): Member {
    const { workerPath } = this.options;
    const child = startWorker(workerPath, { serialization: 'advanced' }, (how, endedBy) => {
      this.remove(member);
      const { job, isEnded } = member;
      if (job && isInterruption(endedBy) && !isEnded && job.repeats < maxRepeats) {
        job.repeats += 1;
        this.waiting.unshift(job);
      } else job?.reject(new SpeakError(`the speaker ${how}`));
      this.next();
    });
    const member: Member = { child };
    this.members.push(member);
    (child.stderr as unknown as { unref?(): void } | null)?.unref?.();
    child.on('message', (message: SpeakMessage) => {
      const { job } = member;
      if (!job || job.task.id !== message.id) return;
      member.job = undefined;
      if (message.kind === 'failed') {
        // An engine that has failed may be in a broken state, so the next text gets a new process.
        this.remove(member);
        this.end(member);
        job.reject(new SpeakError(message.message));
      } else {
        const { buffer, byteOffset, byteLength } = message.samples;
        job.resolve(Buffer.from(buffer, byteOffset, byteLength));
        // An idle process must not keep the runtime alive.
        child.unref();
        child.channel?.unref();
        this.watch(member, this.options.idle ?? 30_000);
      }
      this.next();
    });
    return member;
  }

  /** Kills the process unless it finishes its task, or gets a new one, within the time. */
  private watch(member: Member, milliseconds: number): void {
    clearTimeout(member.timer);
    member.timer = setTimeout(() => {
      // The process leaves the list at once, so that no task is sent to a process that is about to end.
      this.remove(member);
      this.end(member);
    }, milliseconds).unref();
  }

  private remove(member: Member): void {
    clearTimeout(member.timer);
    const index = this.members.indexOf(member);
    if (index >= 0) this.members.splice(index, 1);
  }
}
