import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { preToken } from '../../../lambda/auth/pre-token';

const event = (groupsToOverride: string[] | undefined) =>
  ({
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    userName: 'u',
    request: { userAttributes: { sub: 'u', email: 'ann@example.com' }, groupConfiguration: { groupsToOverride } },
    response: { claimsAndScopeOverrideDetails: null },
  }) as unknown as PreTokenGenerationV2TriggerEvent;

test.each<[string, string[] | undefined, string[]]>([
  ['nobody’s groups: a viewer', [], ['viewer']],
  ['no groups at all: a viewer', undefined, ['viewer']],
  ['a creator stays one, and is not made more', ['creator'], ['creator']],
  ['groups in the order of the API', ['admin', 'viewer'], ['viewer', 'admin']],
  ['groups that the API does not know are not told', ['creator', 'payroll'], ['creator']],
  ['groups that only look like ours', ['Admin', 'admin '], ['viewer']],
])('%s', (_name, held, expected) => {
  const { response } = preToken(event(held));
  expect(response).toEqual({
    claimsAndScopeOverrideDetails: { groupOverrideDetails: { groupsToOverride: expected } },
  });
});
