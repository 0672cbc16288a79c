import type { GroupData } from './group-data';
import type { Recipe } from './recipes';

/** https://docs.aws.amazon.com/personalize/latest/dg/VIDEO_ON_DEMAND-use-cases.html */
const minInteractions = 1000;
const minUsers = 25;

/** Returns the reason why a recommender cannot be trained on the data; `undefined` if it can. */
export function shortage({ interactions }: GroupData, { eventType }: Recipe): string | undefined {
  const { total, usersWithTwo, ofType } = interactions.counts();
  if (total < minInteractions)
    return `At least ${minInteractions} interactions are required; the Interactions dataset has ${total}.`;
  if (usersWithTwo < minUsers)
    return `At least ${minUsers} unique users with at least 2 interactions each are required; the Interactions dataset has ${usersWithTwo}.`;
  if (eventType && ofType(eventType) < minInteractions)
    return `At least ${minInteractions} interactions of event type ${eventType} are required; the Interactions dataset has ${ofType(eventType)}.`;
  return undefined;
}
