import {
  type DynamoDBClient,
  GetItemCommand,
  type TransactionCanceledException,
  TransactWriteItemsCommand,
  type Update,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type Attempts, withAttempts } from '../shared/attempts';
import { isNamed } from '../shared/errors';
import { fromItem, toAttribute, toItem } from '../shared/items';
import { type MicroUsd, totalOf } from './estimate';
import {
  type FilmCost,
  type KeptReservation,
  limitNames,
  monthOf,
  type Reservation,
  type ReservationKey,
  type Reservations,
  type Reserved,
  type SpendLimits,
} from './reservation';

/** The rows of months and reservations are kept for more than a year. Seconds. */
const keptSeconds = 400 * 86_400;

/**
 * Of a transaction that conflicts with another one: all reservations of a month change its row. The pauses are six seconds
 * on average, which a request to the API can wait. The workflow repeats the whole call after that.
 */
const attempts: Attempts = { most: 20, baseMs: 25, doublings: 5 };

const keptReservation = z.object({
  assetId: z.string(),
  attempt: z.string(),
  ownerId: z.string(),
  month: z.string(),
  parts: z.record(z.string(), z.number()),
  framesPerSecond: z.number(),
  reserved: z.number(),
  spent: z.optional(z.number()),
});

const filmRow = z.object({ estimated: z.number(), spent: z.optional(z.number()), revision: z.number() });

const rowOf = ({ assetId, attempt }: ReservationKey) => `spend#run#${assetId}#${attempt}`;
const filmOf = ({ assetId }: ReservationKey) => `spend#film#${assetId}`;
const creatorOf = (ownerId: string, month: string) => `spend#creator#${ownerId}#${month}`;
const monthRow = (month: string) => `spend#month#${month}`;

/** Another transaction changed a row of this one more often than attempts are made. A repetition may succeed. */
class ReservationsBusy extends Error {
  override readonly name = 'ReservationsBusy';
}

/**
 * Reservations of money, in the table `usage`: a row for each execution, and sums for each film, for each creator and
 * month, and for each month of the stage.
 */
export class ReservationTable implements Reservations {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly table: string,
    private readonly now: () => Date,
  ) {}

  async find(key: ReservationKey): Promise<KeptReservation | undefined> {
    const item = await this.read(rowOf(key));
    return item && z.parse(keptReservation, fromItem(item));
  }

  async reserve(reservation: Reservation, limits: SpendLimits | undefined): Promise<Reserved> {
    const month = monthOf(this.now());
    const amount = totalOf(reservation.parts);
    if (await this.find(reservation)) return { outcome: 'known', film: await this.filmCost(reservation) };
    // A row that does not exist yet satisfies every condition.
    const tooMuch = limits && limitNames.find((name) => amount > limits[name]);
    if (limits && tooMuch) return { outcome: 'above', limit: tooMuch, maximum: limits[tooMuch] };
    const row = { id: rowOf(reservation), ...reservation, month, reserved: amount, expiresAt: this.expiry() };
    const isNew = 'attribute_not_exists(id)';
    const rows = { perFilm: filmOf(reservation), perCreatorPerMonth: creatorOf(reservation.ownerId, month) };
    const sums = { ...rows, perMonth: monthRow(month) };
    const result = await withAttempts(async () => {
      const codes = await this.transact([
        { Put: { TableName: this.table, Item: toItem(row), ConditionExpression: isNew } },
        ...limitNames.map((name) => {
          const isFilm = name === 'perFilm';
          const added = { amount, ...(isFilm && { estimated: amount, revision: 1 }) };
          return { Update: this.adding(sums[name], added, !isFilm, limits && limits[name] - amount) };
        }),
      ]);
      if (!codes) return { outcome: 'reserved' } as const;
      if (codes[0] === conditionFailed) return { outcome: 'known' } as const;
      const above = limitNames.find((_, index) => codes[index + 1] === conditionFailed);
      if (!limits || !above) return undefined;
      // A call with the same key may have reserved the amount in the meantime.
      if (await this.find(reservation)) return { outcome: 'known' } as const;
      return { outcome: 'above', limit: above, maximum: limits[above] } as const;
    }, attempts);
    if (!result) throw new ReservationsBusy('Too many films are being reserved at the same time');
    return result.outcome === 'above' ? result : { ...result, film: await this.filmCost(reservation) };
  }

  async settle(reservation: KeptReservation, spent: MicroUsd, isFailed: boolean): Promise<FilmCost | undefined> {
    const { reserved, month, ownerId } = reservation;
    const amount = spent - reserved;
    const film = { amount, spent, revision: 1, ...(isFailed && { estimated: amount }) };
    const isSettled = await withAttempts(async () => {
      const codes = await this.transact([
        {
          Update: {
            TableName: this.table,
            Key: { id: { S: rowOf(reservation) } },
            UpdateExpression: 'SET #spent = :spent',
            ConditionExpression: 'attribute_exists(id) AND attribute_not_exists(#spent)',
            ExpressionAttributeNames: { '#spent': 'spent' },
            ExpressionAttributeValues: { ':spent': toAttribute(spent) },
          },
        },
        { Update: this.adding(filmOf(reservation), film, false) },
        { Update: this.adding(creatorOf(ownerId, month), { amount }, true) },
        { Update: this.adding(monthRow(month), { amount }, true) },
      ]);
      if (!codes) return true;
      return codes[0] === conditionFailed ? false : undefined;
    }, attempts);
    if (isSettled === undefined) throw new ReservationsBusy('Too many films are being settled at the same time');
    return isSettled ? this.filmCost(reservation) : undefined;
  }

  /** Adds to members of a row; the condition is that its `amount` is at most `room`, if that is given. */
  private adding(
    id: string,
    members: Readonly<Record<string, number | undefined>>,
    expires: boolean,
    room?: number,
  ): Update {
    const names = Object.keys(members);
    const added = names.map((name) => `#${name} :${name}`).join(', ');
    return {
      TableName: this.table,
      Key: { id: { S: id } },
      UpdateExpression: `ADD ${added}${expires ? ' SET #expiresAt = :expiresAt' : ''}`,
      ...(room !== undefined && { ConditionExpression: 'attribute_not_exists(#amount) OR #amount <= :room' }),
      ExpressionAttributeNames: {
        ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ...(expires && { '#expiresAt': 'expiresAt' }),
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, toAttribute(members[name])])),
        ...(expires && { ':expiresAt': toAttribute(this.expiry()) }),
        ...(room !== undefined && { ':room': toAttribute(room) }),
      },
    };
  }

  /** Returns nothing if the transaction was carried out, else the code of each item. Throws other errors. */
  private async transact(
    TransactItems: ConstructorParameters<typeof TransactWriteItemsCommand>[0]['TransactItems'],
  ): Promise<readonly (string | undefined)[] | undefined> {
    try {
      await this.client.send(new TransactWriteItemsCommand({ TransactItems }));
      return undefined;
    } catch (error) {
      if (!isNamed(error, 'TransactionCanceledException')) throw error;
      const { CancellationReasons = [] } = error as TransactionCanceledException;
      const codes = CancellationReasons.map(({ Code }) => Code);
      // The others are that the rows were being changed, or throttled.
      const isFinal = codes.some((code) => code === 'ValidationError' || code === 'ItemCollectionSizeLimitExceeded');
      if (isFinal) throw error;
      return codes;
    }
  }

  private async filmCost(key: ReservationKey): Promise<FilmCost> {
    const item = await this.read(filmOf(key));
    const { estimated, ...rest } = z.parse(filmRow, fromItem(item ?? {}));
    return { estimate: estimated, ...rest };
  }

  private async read(id: string) {
    const key = { TableName: this.table, Key: { id: { S: id } }, ConsistentRead: true };
    return (await this.client.send(new GetItemCommand(key))).Item;
  }

  private expiry(): number {
    return Math.floor(this.now().getTime() / 1000) + keptSeconds;
  }
}

const conditionFailed = 'ConditionalCheckFailed';
