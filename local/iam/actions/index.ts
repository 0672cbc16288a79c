import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../kernel/service';
import type { ActionMap, Demand } from '../demand';

function mapOf(service: string): ActionMap | undefined {
  const path = join(__dirname, `${service}.ts`);
  return existsSync(path) ? (require(path) as { actions: ActionMap }).actions : undefined;
}

/** The permissions that a call needs; `undefined` for an operation that its service's map does not have. */
export function demandsOf(call: Call, input: unknown): readonly Demand[] | undefined {
  return mapOf(call.service)?.[call.operation]?.(input, call);
}
