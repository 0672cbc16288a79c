import type { GroupData } from './group-data';
import type { Recipe } from './recipes';

/** https://docs.aws.amazon.com/personalize/latest/dg/VIDEO_ON_DEMAND-use-cases.html */
const leastInteractions = 1000;
const leastUsers = 25;

/** Returns the reason why a recommender cannot be trained on the data; `undefined` if it can. */
export function shortage({ interactions }: GroupData, { eventType }: Recipe): string | undefined {
  const { total, usersWithTwo, ofType } = interactions.counts();
  if (total < leastInteractions)
    return `At least ${leastInteractions} interactions are required; the Interactions dataset has ${total}.`;
  if (usersWithTwo < leastUsers)
    return `At least ${leastUsers} unique users with at least 2 interactions each are required; the Interactions dataset has ${usersWithTwo}.`;
  if (eventType && ofType(eventType) < leastInteractions)
    return `At least ${leastInteractions} interactions of event type ${eventType} are required; the Interactions dataset has ${ofType(eventType)}.`;
  return undefined;
}
