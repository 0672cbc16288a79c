import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { type Group, groups, knownGroups } from '../shared/routes';

/** What everybody is who has an account: people who signed up by themselves are in no group. */
const least: Group = 'viewer';

/**
 * Puts into a user's tokens the groups that the API knows, and no others, so that its authorizer never has to ask for
 * them. Everything else stays as Cognito makes it. `held` are the user's groups in the pool.
 */
export function tokenGroups(held: readonly string[]): readonly Group[] {
  const known = knownGroups(held);
  return known.length > 0 ? known : groups.filter((group) => group === least);
}

/** The answer that Cognito wants: the event, with its response filled in. */
export function preToken(event: PreTokenGenerationV2TriggerEvent): PreTokenGenerationV2TriggerEvent {
  const groupsToOverride = [...tokenGroups(event.request.groupConfiguration.groupsToOverride ?? [])];
  return { ...event, response: { claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride } } } };
}
