import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Limits } from '../../config';
import { below, header, inOrder, prioritized } from './web-acl-rules';

/** AWS's managed rule groups, the cheapest first, and their rules that would refuse valid requests of this app. */
const managed = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  // The request that completes a large upload names up to 10,000 parts, more than the 8 KB that this rule allows.
  { name: 'AWSManagedRulesCommonRuleSet', countOnly: ['SizeRestrictions_BODY'] },
];

/** Bodies of responses, in API Gateway's form, so that clients handle the refusals of both in the same way. */
export const viewerResponses: Readonly<Record<string, CfnWebACL.CustomResponseBodyProperty>> = {
  unauthorized: { contentType: 'APPLICATION_JSON', content: '{"message":"Unauthorized"}' },
  tooMany: { contentType: 'APPLICATION_JSON', content: '{"message":"Too Many Requests"}' },
};

const refuse = (responseCode: number, customResponseBodyKey: string): CfnWebACL.RuleActionProperty => ({
  block: { customResponse: { responseCode, customResponseBodyKey } },
});

/** Matches requests whose header could contain a token; no other request can be allowed on any route. */
const withToken: CfnWebACL.StatementProperty = {
  byteMatchStatement: {
    fieldToMatch: header('authorization'),
    positionalConstraint: 'STARTS_WITH',
    searchString: 'bearer ',
    textTransformations: inOrder('LOWERCASE'),
  },
};

const api = below('/api/');

/**
 * The rules of the distribution (docs/adr/0037). Requests to the API without a token are refused by a rule that does not
 * count, because a rate-based rule lets requests through for up to several minutes: in that time, strangers would use up
 * the rate that API Gateway allows to all callers of a route together. They are refused before the rate of their address
 * is counted, so that members behind the same address keep theirs.
 *
 * Capacity: at most 1,080 of the 1,500 units that the price of a web ACL includes. The managed groups have 25, 200 and
 * 700; the others have 2 for each statement, 30 for each custom key, and 10 for each text transformation.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
 */
export function viewerRules(limits: Limits): CfnWebACL.RuleProperty[] {
  const { requestsPerFiveMinutes, tokenRequestsPerMinute, addressRequestsPerMinute } = limits;
  const perMinute = { evaluationWindowSec: 60, scopeDownStatement: api };
  return prioritized([
    {
      name: 'ApiWithoutToken',
      action: refuse(401, 'unauthorized'),
      statement: { andStatement: { statements: [api, { notStatement: { statement: withToken } }] } },
    },
    {
      name: 'RateLimit',
      action: { block: {} },
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: requestsPerFiveMinutes } },
    },
    {
      name: 'ApiRateOfToken',
      action: refuse(429, 'tooMany'),
      statement: {
        rateBasedStatement: {
          aggregateKeyType: 'CUSTOM_KEYS',
          // The transformations give the spellings of one header that the authorizer accepts one count.
          customKeys: [
            {
              header: {
                name: 'authorization',
                textTransformations: inOrder('COMPRESS_WHITE_SPACE', 'LOWERCASE'),
              },
            },
          ],
          limit: tokenRequestsPerMinute,
          ...perMinute,
        },
      },
    },
    {
      // Forged tokens are different in each request, so only their address can be counted.
      name: 'ApiRateOfAddress',
      action: refuse(429, 'tooMany'),
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: addressRequestsPerMinute, ...perMinute } },
    },
    ...managed.map(({ name, countOnly = [] }) => ({
      name,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
    })),
  ]);
}
