import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';

type Details = Omit<HistoryEvent, 'id' | 'type' | 'timestamp' | 'previousEventId'>;

type Line = HistoryEvent & { readonly timestamp: number };

function parseLine(line: string): Line | undefined {
  try {
    return line ? (JSON.parse(line) as Line) : undefined;
  } catch {
    return undefined;
  }
}

/** The events of each execution: one file per execution, one line per event. */
export class History {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  /** Appends an event and returns its id. */
  append(executionArn: string, type: HistoryEventType, previousEventId: number, details: Details = {}): number {
    const known = this.counts.get(executionArn);
    const id = (known ?? this.read(executionArn).at(-1)?.id ?? 0) + 1;
    const event = { id, type, timestamp: this.now(), previousEventId, ...details };
    // A process that was killed while writing may have left an incomplete line.
    const fresh = known === undefined ? '\n' : '';
    appendFileSync(this.path(executionArn), `${fresh}${JSON.stringify(event)}\n`);
    this.counts.set(executionArn, id);
    return id;
  }

  read(executionArn: string): HistoryEvent[] {
    const path = this.path(executionArn);
    if (!existsSync(path)) return [];
    const events: HistoryEvent[] = [];
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const event = parseLine(line);
      if (event) events.push({ ...event, timestamp: new Date(event.timestamp) });
    }
    return events;
  }

  /** To be called when no more events follow. */
  close(executionArn: string): void {
    this.counts.delete(executionArn);
  }

  delete(executionArn: string): void {
    rmSync(this.path(executionArn), { force: true });
  }

  private path(executionArn: string): string {
    return join(this.folder, `${createHash('sha256').update(executionArn).digest('hex').slice(0, 40)}.jsonl`);
  }
}
