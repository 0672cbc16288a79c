import type { DescribeExecutionOutput, SFNClient } from '@aws-sdk/client-sfn';

/** How long a test waits for a condition: less than Jest's guard, so that the failure names the wait. Milliseconds. */
const limitMs = 500_000;

/** Waits until the probe returns a value that is not falsy, and returns it. Throws an `Error` after {@link limitMs}. */
export async function until<T>(probe: () => Promise<T | undefined | false> | T | undefined | false): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('The condition was not met in time');
    await new Promise((done) => setTimeout(done, 10));
  }
}

/** Waits until an execution has ended. */
export async function ended(client: SFNClient, executionArn: string): Promise<DescribeExecutionOutput> {
  // Only tests of workflows load the client.
  const { DescribeExecutionCommand } = await import('@aws-sdk/client-sfn');
  return until(async () => {
    const description = await client.send(new DescribeExecutionCommand({ executionArn }));
    return description.status !== 'RUNNING' && description;
  });
}
