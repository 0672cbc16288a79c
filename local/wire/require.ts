import { ServiceError } from '../kernel/service';
import type { OperationShape } from './schema';

/** Refuses an input that lacks a member which the service's model requires. */
export function requireMembers(operation: OperationShape, input: Record<string, unknown>): Record<string, unknown> {
  for (const member of operation.required) {
    if (input[member] === undefined || input[member] === null) {
      throw new ServiceError(
        'ValidationException',
        `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      );
    }
  }
  return input;
}
