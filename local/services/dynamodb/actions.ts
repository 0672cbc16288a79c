import batchGetItem from 'dynalite/actions/batchGetItem';
import batchWriteItem from 'dynalite/actions/batchWriteItem';
import deleteItem from 'dynalite/actions/deleteItem';
import getItem from 'dynalite/actions/getItem';
import putItem from 'dynalite/actions/putItem';
import query from 'dynalite/actions/query';
import scan from 'dynalite/actions/scan';
import updateItem from 'dynalite/actions/updateItem';
import type { Store } from 'dynalite/db';
import { checkTypes, checkValidations } from 'dynalite/validations';
import * as batchGetItemRules from 'dynalite/validations/batchGetItem';
import * as batchWriteItemRules from 'dynalite/validations/batchWriteItem';
import * as createTableRules from 'dynalite/validations/createTable';
import * as deleteItemRules from 'dynalite/validations/deleteItem';
import * as getItemRules from 'dynalite/validations/getItem';
import * as putItemRules from 'dynalite/validations/putItem';
import * as queryRules from 'dynalite/validations/query';
import * as scanRules from 'dynalite/validations/scan';
import * as updateItemRules from 'dynalite/validations/updateItem';
import { ServiceError } from '../../kernel/service';
import type { Prepared } from './prepared';
import { orderRemovals, refuseEmptyKeyConditions } from './rules';

const actions = {
  BatchGetItem: [batchGetItem, batchGetItemRules],
  BatchWriteItem: [batchWriteItem, batchWriteItemRules],
  DeleteItem: [deleteItem, deleteItemRules],
  GetItem: [getItem, getItemRules],
  PutItem: [putItem, putItemRules],
  Query: [query, queryRules],
  Scan: [scan, scanRules],
  UpdateItem: [updateItem, updateItemRules],
} as const;

export type ActionName = keyof typeof actions;

/** Checks a request and parses its expressions. Throws `ValidationException` and `SerializationException`. */
export function prepare(name: ActionName | 'CreateTable', input: object, store: Store): Prepared {
  const { types, custom } = name === 'CreateTable' ? createTableRules : actions[name][1];
  try {
    const data = checkTypes({ ...input }, types);
    checkValidations(data, types, custom, store);
    if (name === 'Query') refuseEmptyKeyConditions(data);
    if (name === 'UpdateItem') orderRemovals(data);
    return data;
  } catch (error) {
    throw serviceError(error);
  }
}

/** Runs a prepared request against a store, or against a unit that stands for it. */
export function perform(name: ActionName, data: Prepared, store: Store): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    actions[name][0](store, data, (error, output) => {
      if (error) reject(serviceError(error));
      else resolve(output ?? {});
    });
  });
}

/** Converts dynalite's errors, which contain AWS's JSON: `{__type: 'namespace#Name', message}`. */
function serviceError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: { __type: string; [member: string]: string } };
  if (!statusCode || !body) return error;
  const name = body.__type.slice(body.__type.indexOf('#') + 1);
  return new ServiceError(name, body.message ?? body.Message ?? '', statusCode);
}
