import { logger } from '../../lambda/shared/powertools';

/**
 * The lines that functions log from now on, until {@link Lines.restore}: Powertools writes to the process's own output, and
 * not to the global `console`.
 */
export interface Lines {
  /** Whole lines without their ends. */
  readonly written: readonly string[];
  /** The lines as objects. Throws `SyntaxError` for a line that is not JSON. */
  parsed(): Record<string, unknown>[];
  restore(): void;
}

export function captureLines(onLine: (line: string) => void = () => {}): Lines {
  const level = logger.getLevelName();
  logger.setLogLevel('INFO');
  const written: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      for (const line of String(chunk).split('\n')) {
        if (line === '') continue;
        written.push(line);
        onLine(line);
      }
      return true;
    }),
  );
  return {
    written,
    parsed: () => written.map((line) => JSON.parse(line)),
    restore: () => {
      logger.setLogLevel(level);
      for (const spy of spies) spy.mockRestore();
    },
  };
}

/** The lines that `write` logs. */
export function linesOf(write: () => void): string[] {
  const lines = captureLines();
  try {
    write();
  } finally {
    lines.restore();
  }
  return [...lines.written];
}
