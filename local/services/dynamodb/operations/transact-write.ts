import { createHash } from 'node:crypto';
import type {
  CancellationReason,
  ConditionCheck,
  Delete,
  Put,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
  Update,
} from '@aws-sdk/client-dynamodb';
import type { Store } from 'dynalite/db';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import { transactionCapacity } from '../capacity';
import { tokenPrefix } from '../layout';
import type { Prepared } from '../prepared';
import { validationError } from '../rules';
import type { Table } from '../tables';
import type { Unit } from '../unit';
import { type DynamoDb, usableTable } from '../usable-table';
import { toWire } from '../values';

const kinds = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'DeleteItem' } as const;
type Kind = keyof typeof kinds;

interface Step {
  readonly kind: Kind;
  readonly table: Table;
  readonly data: Prepared;
  readonly onFailure: 'ALL_OLD' | 'NONE' | undefined;
}

/** A completed transaction, by which a repeated request is recognised. */
export interface Token {
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Milliseconds for which a client request token is remembered (API reference, TransactWriteItems). */
export const tokenLifetime = 10 * 60 * 1000;
const maxItems = 100;
const maxBytes = 4 * 1024 * 1024;

/**
 * Carries out all writes or none. Throws `TransactionCanceledException` with a reason for each item,
 * `ValidationException`, and `IdempotentParameterMismatchException` for a token that was used with another request.
 */
export function transactWriteItems(
  dynamo: DynamoDb,
): Operation<TransactWriteItemsCommandInput, Omit<TransactWriteItemsCommandOutput, '$metadata'>> {
  return async (input, call) => {
    const { engine, kernel } = dynamo;
    const request = JSON.stringify(toWire(input.TransactItems));
    const steps = stepsOf(dynamo, call, input);
    if (Buffer.byteLength(request) > maxBytes) throw validationError('Transaction request exceeds 4 MB');
    const digest = createHash('sha256').update(request).digest('hex');
    const returned = { ReturnConsumedCapacity: input.ReturnConsumedCapacity };
    for (const { data } of steps) Object.assign(data, returned);

    return engine.write(async (unit, store) => {
      if (input.ClientRequestToken && (await isRepeated(store, input.ClientRequestToken, digest, kernel.now()))) {
        return {};
      }
      const outputs = await carryOut(unit, steps);
      if (input.ClientRequestToken) {
        const token: Token = { digest, at: kernel.now() };
        unit.add({ type: 'put', key: tokenPrefix + input.ClientRequestToken, value: token });
      }
      return { ConsumedCapacity: transactionCapacity(outputs) };
    });
  };
}

function stepsOf(dynamo: DynamoDb, call: Call, { TransactItems: items = [] }: TransactWriteItemsCommandInput): Step[] {
  if (items.length === 0 || items.length > maxItems) {
    throw validationError(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${
        items.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${maxItems}`
      }`,
    );
  }
  const seen = new Set<string>();
  return items.map((item) => {
    const step = stepOf(dynamo, call, item);
    const { KeySchema } = step.table.definition;
    const values = (step.data.Key ?? step.data.Item) as Record<string, unknown>;
    const key = JSON.stringify([step.table.engineName, ...KeySchema.map(({ AttributeName }) => values[AttributeName])]);
    if (seen.has(key)) throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(key);
    return step;
  });
}

function stepOf(dynamo: DynamoDb, call: Call, item: TransactWriteItem): Step {
  const given = Object.entries(item).filter(([, value]) => value !== undefined);
  const [kind, request] = (given[0] ?? []) as [Kind, Put & Update & Delete & ConditionCheck];
  if (given.length !== 1 || !(kind in kinds)) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (kind === 'ConditionCheck' && !request.ConditionExpression) {
    throw validationError('The expression can not be empty: ConditionCheck needs a ConditionExpression');
  }
  const table = usableTable(dynamo, call, request.TableName, 'write');
  const data = dynamo.engine.prepare(kinds[kind], toWire({ ...request, TableName: table.engineName }) as object);
  return { kind, table, data, onFailure: request.ReturnValuesOnConditionCheckFailure };
}

async function carryOut(unit: Unit, steps: readonly Step[]) {
  const reasons: CancellationReason[] = [];
  const outputs: { table: Table; output: Record<string, unknown> }[] = [];
  for (const { kind, table, data, onFailure } of steps) {
    try {
      const output = await (kind === 'ConditionCheck'
        ? unit.check(data, onFailure)
        : unit.perform(kinds[kind], data, onFailure));
      outputs.push({ table, output });
      reasons.push({ Code: 'None' });
    } catch (error) {
      reasons.push(reasonOf(error));
    }
  }
  if (reasons.every(({ Code }) => Code === 'None')) return outputs;
  throw new ServiceError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons
      .map(({ Code }) => Code)
      .join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );
}

function reasonOf(error: unknown): CancellationReason {
  if (!(error instanceof ServiceError)) throw error;
  if (error.name === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.members };
  }
  if (error.name === 'ValidationException') return { Code: 'ValidationError', Message: error.message };
  throw error;
}

async function isRepeated(store: Store, token: string, digest: string, now: number): Promise<boolean> {
  const before = (await store.db.get(tokenPrefix + token)) as Token | undefined;
  if (!before || before.at < now - tokenLifetime) return false;
  if (before.digest === digest) return true;
  throw new ServiceError(
    'IdempotentParameterMismatchException',
    'The request uses the same client token as a previous, but non-identical request.',
  );
}
