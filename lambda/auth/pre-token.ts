import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { type Group, groups, knownGroups } from '../shared/routes';

/** The group of every user: users who signed up by themselves are in no group of the pool. */
const least: Group = 'viewer';

/**
 * Sets the groups in a user's tokens to those that the API knows, so that its authorizer does not have to look them up.
 * All other claims stay unchanged. `held` are the user's groups in the pool.
 */
function tokenGroups(held: readonly string[]): readonly Group[] {
  const known = knownGroups(held);
  return known.length > 0 ? known : groups.filter((group) => group === least);
}

/** Returns what Cognito expects: the event with its response filled in. */
export function preToken(event: PreTokenGenerationV2TriggerEvent): PreTokenGenerationV2TriggerEvent {
  const groupsToOverride = [...tokenGroups(event.request.groupConfiguration.groupsToOverride ?? [])];
  return { ...event, response: { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride } } } };
}
