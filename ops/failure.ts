/** What the person at the terminal can do something about: printed as one line, without a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 1: it did not work; 2: the command was not understood. */
    readonly exitStatus: 1 | 2 = 1,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

/** Runs a command, prints its failure and sets the exit status. */
export function main(run: () => Promise<number>): void {
  run().then(
    (status) => {
      process.exitCode = status;
    },
    (error: Error) => {
      console.error(error instanceof Failure ? error.message : oneLine(error));
      process.exitCode = error instanceof Failure ? error.exitStatus : 1;
    },
  );
}

/** An error of a service or a defect: its name tells them apart, and OMNISTREAM_DEBUG shows where it came from. */
function oneLine(error: Error): string {
  if (process.env.OMNISTREAM_DEBUG) return error.stack ?? error.message;
  return `${error.name}: ${error.message.split('\n')[0]} (OMNISTREAM_DEBUG=1 shows where)`;
}
