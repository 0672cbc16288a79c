export interface Progress {
  /** `done` and `total` in the same unit. */
  show(label: string, done: number, total: number): void;
  /** Ends the line, so that other text can follow. */
  end(): void;
}

type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

const WIDTH = 30;

/** A bar on a terminal, redrawn at most ten times a second. Elsewhere it writes nothing, to keep logs short. */
export function progress(stream: Terminal, now: () => number = Date.now): Progress {
  if (!stream.isTTY) return silent;
  let drawn = false;
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(label, done, total) {
      const full = done >= total;
      if (!full && now() - last < 100) return;
      last = now();
      drawn = true;
      const share = total > 0 ? Math.min(1, done / total) : 0;
      const filled = Math.round(share * WIDTH);
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      const line = `${label} ${bar} ${Math.floor(share * 100)} %`;
      stream.write(`\r\u001B[K${line.slice(0, (stream.columns ?? 80) - 1)}`);
    },
    end() {
      if (drawn) stream.write('\n');
      drawn = false;
    },
  };
}

export const silent: Progress = { show() {}, end() {} };
