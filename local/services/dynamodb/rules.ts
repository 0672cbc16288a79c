import { ServiceError } from '../../kernel/service';
import type { Prepared } from './prepared';
import type { TableDefinition } from './table-definition';

interface KeyCondition {
  readonly AttributeValueList?: readonly { readonly S?: string; readonly B?: string }[];
}

/**
 * A key is never empty. AWS therefore refuses queries for an empty key, or for keys that begin with an empty text;
 * dynalite would let `begins_with(key, '')` match everything.
 */
export function refuseEmptyKeyConditions(data: Prepared): void {
  const conditions = (data.KeyConditions ?? {}) as Record<string, KeyCondition>;
  for (const [key, { AttributeValueList = [] }] of Object.entries(conditions)) {
    for (const { S, B } of AttributeValueList) {
      if (S !== '' && B !== '') continue;
      throw validationError(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ' +
          `${S === '' ? 'string' : 'binary'} value. Key: ${key}`,
      );
    }
  }
}

type WireItem = Readonly<Record<string, { readonly S?: string; readonly B?: string } | undefined>>;

/** Applies the same rule to the keys of indexes. Throws `ValidationException`. */
export function refuseEmptyIndexKey(table: TableDefinition, indexName: string, item: unknown): void {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table;
  const index = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].find(({ IndexName }) => IndexName === indexName);
  for (const { AttributeName } of index?.KeySchema ?? []) {
    const value = (item as WireItem)[AttributeName];
    if (value?.S !== '' && value?.B !== '') continue;
    throw validationError(
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
        'The AttributeValue for a key attribute cannot contain an empty string value. ' +
        `IndexName: ${indexName}, IndexKey: ${AttributeName}`,
    );
  }
}

interface UpdateSection {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: readonly (string | number)[];
}

/**
 * Indexes in an update expression refer to the list before the update. dynalite applies them from left to right, so
 * that a removed element would shift later ones. Removals are therefore moved to the end, in descending order.
 */
export function orderRemovals(data: Prepared): void {
  const updates = data._updates as { sections: UpdateSection[] } | undefined;
  if (!updates) return;
  const removals = updates.sections.filter(({ type }) => type === 'remove');
  removals.sort((a, b) => comparePaths(b.path, a.path));
  updates.sections = [...updates.sections.filter(({ type }) => type !== 'remove'), ...removals];
}

function comparePaths(a: UpdateSection['path'], b: UpdateSection['path']): number {
  const at = a.findIndex((piece, index) => piece !== b[index]);
  const [left, right] = [a[at], b[at]];
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
