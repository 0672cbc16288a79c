import { createHash } from 'node:crypto';

export interface LakeFile {
  readonly key: string;
  readonly writtenAt: Date;
}

export interface LakeNewsPorts {
  readonly lake: {
    /** The files of interactions of a day and all later days. @param day `2026-01-31` */
    filesSince(day: string): AsyncIterable<LakeFile>;
  };
  readonly rankings: {
    /** What the last rankings were computed from. */
    seen(): Promise<string | undefined>;
    /** Computes the rankings, and records what they were computed from. */
    start(news: string): Promise<void>;
  };
  readonly now: () => Date;
}

const dayMs = 86_400_000;

/**
 * Days to which files may still be added: events are at most seven days old (lambda/interactions/check-event.ts), devices'
 * clocks and Firehose's repetitions add up to another day each.
 */
const openDays = 9;

/**
 * What rankings are computed from, as a short text: the day, since the periods of rankings move with it, and the files that
 * may have been added. Two states of the lake have the same text only if they have the same files.
 */
async function newsOf({ lake, now }: LakeNewsPorts): Promise<string> {
  const today = now().toISOString().slice(0, 10);
  const since = new Date(Date.parse(today) - openDays * dayMs).toISOString().slice(0, 10);
  const digest = createHash('sha256');
  for await (const { key, writtenAt } of lake.filesSince(since)) digest.update(`${key}\n${writtenAt.getTime()}\n`);
  return `${today} ${digest.digest('hex').slice(0, 32)}`;
}

/** Starts the computation of rankings if the lake has changed, or a new day has begun. Returns whether it did. */
export async function rankIfNew(ports: LakeNewsPorts): Promise<boolean> {
  const news = await newsOf(ports);
  if ((await ports.rankings.seen()) === news) return false;
  await ports.rankings.start(news);
  return true;
}
