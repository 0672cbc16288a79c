/** An error that the user can fix. It is printed as one line, without a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    /** 1 failure, 2 invalid command line. */
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

/** A service error or a defect, as one line with its name. OMNISTREAM_DEBUG adds the stack trace. */
function oneLine(error: Error): string {
  if (process.env.OMNISTREAM_DEBUG) return error.stack ?? error.message;
  return `${error.name}: ${error.message.split('\n')[0]} (OMNISTREAM_DEBUG=1 shows the stack trace)`;
}
