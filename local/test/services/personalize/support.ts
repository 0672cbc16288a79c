import { PersonalizeClient } from '@aws-sdk/client-personalize';
import { PersonalizeEventsClient, PutEventsCommand } from '@aws-sdk/client-personalize-events';
import { GetRecommendationsCommand, PersonalizeRuntimeClient } from '@aws-sdk/client-personalize-runtime';
import type { Kernel } from '../../../kernel/kernel';
import { createPersonalize } from '../../../services/personalize';
import { createS3 } from '../../../services/s3';
import { type Laptop, startLaptop } from '../../../testing/start-services';

const field = (name: string, type: string | string[], categorical?: boolean) => ({
  name,
  type,
  ...(categorical && { categorical }),
});
const avro = (name: string, fields: object[]) =>
  JSON.stringify({ type: 'record', name, namespace: 'com.amazonaws.personalize.schema', fields, version: '1.0' });

export const schemas = {
  Interactions: avro('Interactions', [
    field('USER_ID', 'string'),
    field('ITEM_ID', 'string'),
    field('TIMESTAMP', 'long'),
    field('EVENT_TYPE', 'string'),
    field('EVENT_VALUE', ['float', 'null']),
  ]),
  Items: avro('Items', [
    field('ITEM_ID', 'string'),
    field('GENRES', ['null', 'string'], true),
    field('CREATION_TIMESTAMP', 'long'),
    field('STATUS', 'string', true),
    field('YEAR', ['null', 'int']),
  ]),
  Users: avro('Users', [field('USER_ID', 'string'), field('LANGUAGES', ['null', 'string'], true)]),
};

export const watchable =
  'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Finish") | INCLUDE ItemID WHERE Items.STATUS IN ("READY")';

export interface Stand {
  readonly laptop: Laptop;
  readonly personalize: PersonalizeClient;
  readonly events: PersonalizeEventsClient;
  readonly runtime: PersonalizeRuntimeClient;
  readonly groupArn: string;
  readonly datasets: Readonly<Record<keyof typeof schemas, string>>;
  readonly trackingId: string;
  readonly filterArn: string;
  restart(): Promise<Stand>;
}

/** A dataset group like that of the app's templates. */
export async function stand(laptop: Laptop): Promise<Stand> {
  const group = await laptop.deploy('AWS::Personalize::DatasetGroup', 'Group', {
    Name: 'films',
    Domain: 'VIDEO_ON_DEMAND',
  });
  const datasets: Record<string, string> = {};
  for (const [type, Schema] of Object.entries(schemas)) {
    const schema = await laptop.deploy('AWS::Personalize::Schema', `${type}Schema`, {
      Name: `films-${type}`,
      Domain: 'VIDEO_ON_DEMAND',
      Schema,
    });
    const dataset = await laptop.deploy('AWS::Personalize::Dataset', type, {
      Name: `films-${type}`,
      DatasetGroupArn: group.ref,
      DatasetType: type,
      SchemaArn: schema.ref,
    });
    datasets[type] = dataset.ref;
  }
  const tracker = await laptop.deploy('AWS::Personalize::EventTracker', 'Tracker', {
    Name: 'films-events',
    DatasetGroupArn: group.ref,
  });
  const filter = await laptop.deploy('AWS::Personalize::Filter', 'Filter', {
    Name: 'films-watchable',
    DatasetGroupArn: group.ref,
    FilterExpression: watchable,
  });
  return {
    laptop,
    personalize: new PersonalizeClient(laptop.clientConfig),
    events: new PersonalizeEventsClient(laptop.clientConfig),
    runtime: new PersonalizeRuntimeClient(laptop.clientConfig),
    groupArn: group.ref,
    datasets: datasets as Stand['datasets'],
    trackingId: tracker.attributes.TrackingId as string,
    filterArn: filter.ref,
    restart: async () => stand(await laptop.restart()),
  };
}

/** States and trainings follow each other without the usual delays. */
const paces = { pace: 5, rests: { before: 10, between: 10 } };

export async function startStand(recommendWorker: string, home?: string, pace = paces.pace): Promise<Stand> {
  const create = (kernel: Kernel) => [createS3(kernel), createPersonalize(kernel, { recommendWorker, ...paces, pace })];
  return stand(await startLaptop(create, { home }));
}

export const arnOf = (useCase: string) => `arn:aws:personalize:eu-west-1:000000000000:recommender/films-${useCase}`;

/** Returns the recommender's items for the user, best first. */
export async function ask(
  { runtime }: Stand,
  useCase: string,
  more: {
    userId?: string;
    itemId?: string;
    filterArn?: string;
    filterValues?: Readonly<Record<string, string>>;
    numResults?: number;
  } = {},
): Promise<string[]> {
  const { itemList } = await runtime.send(
    new GetRecommendationsCommand({ recommenderArn: arnOf(useCase), ...more } as never),
  );
  return (itemList ?? []).map(({ itemId }) => itemId as string);
}

/** Sends an event of the user with the current time. */
export async function tell(
  { events, trackingId }: Stand,
  userId: string,
  eventType: string,
  itemId: string,
  more: { eventId?: string; eventValue?: number } = {},
): Promise<void> {
  const eventList = [{ eventType, itemId, sentAt: new Date(), ...more }];
  await events.send(new PutEventsCommand({ trackingId, userId, sessionId: `visit of ${userId}`, eventList }));
}

export const failure = (request: Promise<unknown>) =>
  request.then(
    () => undefined,
    (error: Error) => error,
  );

export async function until<T>(probe: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 6_000; attempt++) {
    const found = await probe();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('it did not come about');
}
