import { randomBytes } from 'node:crypto';

/** Returns a task token, which is opaque to its holders and contains the identity of its task. */
export function newToken(executionArn: string, path: string): string {
  return Buffer.from(JSON.stringify([executionArn, path, randomBytes(18).toString('base64url')])).toString('base64url');
}

/** Returns `undefined` for a text that is not a token. */
export function readToken(token: string | undefined): { executionArn: string; path: string } | undefined {
  try {
    const [executionArn, path] = JSON.parse(Buffer.from(token ?? '', 'base64url').toString()) as unknown[];
    if (typeof executionArn === 'string' && typeof path === 'string') return { executionArn, path };
  } catch {
    // The token was not made by this runtime.
  }
  return undefined;
}

/** Converts `arn:…:execution:{machine}:{name}` to `arn:…:stateMachine:{machine}`. */
export function stateMachineOf(executionArn: string): string {
  const parts = executionArn.split(':');
  return [...parts.slice(0, 5), 'stateMachine', parts[6]].join(':');
}
