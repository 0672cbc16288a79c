import { randomBytes } from 'node:crypto';

/** A task token: opaque to its holders, and says which task it belongs to. */
export function newToken(executionArn: string, path: string): string {
  return Buffer.from(JSON.stringify([executionArn, path, randomBytes(18).toString('base64url')])).toString('base64url');
}

/** Undefined for what was never a token. */
export function readToken(token: string | undefined): { executionArn: string; path: string } | undefined {
  try {
    const [executionArn, path] = JSON.parse(Buffer.from(token ?? '', 'base64url').toString()) as unknown[];
    if (typeof executionArn === 'string' && typeof path === 'string') return { executionArn, path };
  } catch {
    // Not of our making.
  }
  return undefined;
}

/** `arn:…:execution:{machine}:{name}` → `arn:…:stateMachine:{machine}`. */
export function stateMachineOf(executionArn: string): string {
  const parts = executionArn.split(':');
  return [...parts.slice(0, 5), 'stateMachine', parts[6]].join(':');
}
