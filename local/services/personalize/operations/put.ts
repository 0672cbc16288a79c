import type {
  Event,
  PutEventsCommandInput,
  PutItemsCommandInput,
  PutUsersCommandInput,
} from '@aws-sdk/client-personalize-events';
import type { Operation } from '../../../kernel/service';
import { invalid } from '../errors';
import type { Groups } from '../groups';
import type { InteractionRecord } from '../interactions';
import type { OpenDataset } from '../model';
import type { Registry } from '../registry';
import { type DatasetType, propertiesOf } from '../schema';

/** https://docs.aws.amazon.com/personalize/latest/dg/limits.html */
const maxEntries = 10;

/** Stores events, items and users: all of a call, or none. */
export function putOperations(registry: Registry, groups: Groups): Record<string, Operation> {
  const datasetOf = (arn: string | undefined, type: DatasetType): OpenDataset => {
    const dataset = registry.dataset(arn);
    if (dataset.type !== type) throw invalid(`${arn} is not a dataset of type ${type}`);
    return dataset;
  };
  return {
    PutEvents(input: PutEventsCommandInput) {
      const { trackingId, userId, sessionId = '', eventList = [] } = input;
      const tracker = registry.trackers.all().find((one) => one.trackingId === trackingId);
      if (!tracker) throw invalid(`The tracking ID ${trackingId} does not exist.`);
      const dataset = registry.datasetOf(tracker.groupArn, 'Interactions');
      if (!dataset) throw invalid(`${tracker.groupArn} has no Interactions dataset`);
      checkCount('eventList', eventList);
      checkLength('sessionId', sessionId, 256);
      if (userId !== undefined) checkLength('userId', userId, 256);
      const events = eventList.flatMap((event) => {
        checkEvent(event, dataset);
        const { itemId } = event;
        // An event without an item is not useful for training.
        return itemId === undefined ? [] : [interactionOf({ ...event, itemId }, userId, sessionId)];
      });
      groups.data(tracker.groupArn).interactions.stream(events);
      groups.changed(tracker.groupArn);
      return {};
    },
    PutItems({ datasetArn, items = [] }: PutItemsCommandInput) {
      const dataset = datasetOf(datasetArn, 'Items');
      checkCount('items', items);
      const entries = items.map(({ itemId = '', properties }) => {
        checkLength('itemId', itemId, 256);
        return { id: itemId, value: propertiesOf(properties, dataset.fields, ['ITEM_ID']) };
      });
      groups.data(dataset.groupArn).putItems(entries);
      return {};
    },
    PutUsers({ datasetArn, users = [] }: PutUsersCommandInput) {
      const dataset = datasetOf(datasetArn, 'Users');
      checkCount('users', users);
      const entries = users.map(({ userId = '', properties }) => {
        checkLength('userId', userId, 256);
        return { id: userId, value: propertiesOf(properties, dataset.fields, ['USER_ID']) };
      });
      groups.data(dataset.groupArn).users.put(entries);
      return {};
    },
  };
}

function interactionOf(
  event: Event & { itemId: string },
  user: string | undefined,
  session: string,
): InteractionRecord {
  const { itemId, eventType = '', eventValue, eventId, sentAt } = event;
  return {
    ...(user !== undefined && { user }),
    ...{ session, item: itemId, type: eventType },
    at: Math.floor((sentAt?.getTime() ?? 0) / 1000),
    ...(eventValue !== undefined && { value: eventValue }),
    ...(eventId !== undefined && { id: eventId }),
  };
}

function checkEvent({ eventType = '', eventId, itemId, sentAt, properties }: Event, dataset: OpenDataset): void {
  checkLength('eventType', eventType, 256);
  if (eventId !== undefined) checkLength('eventId', eventId, 256);
  if (itemId !== undefined) checkLength('itemId', itemId, 256);
  if (!sentAt || Number.isNaN(sentAt.getTime())) throw invalid('sentAt is not a time');
  propertiesOf(properties, dataset.fields, ['USER_ID', 'ITEM_ID', 'TIMESTAMP', 'EVENT_TYPE']);
}

function checkCount(member: string, list: readonly unknown[]): void {
  if (list.length < 1 || list.length > maxEntries) {
    const wanted = `${list.length ? 'less' : 'greater'} than or equal to ${list.length ? maxEntries : 1}`;
    throw invalid(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length ${wanted}`,
    );
  }
}

function checkLength(member: string, text: string, most: number): void {
  if (text.length < 1 || text.length > most)
    throw invalid(
      `1 validation error detected: Value '${text}' at '${member}' failed to satisfy constraint: Member must have length from 1 to ${most}`,
    );
}
