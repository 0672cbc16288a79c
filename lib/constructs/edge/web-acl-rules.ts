import type { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';

type Rule = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;
type Transformation = CfnWebACL.TextTransformationProperty;

/** Text transformations, in this order. */
export function inOrder(...types: readonly string[]): Transformation[] {
  return types.map((type, priority) => ({ priority, type }));
}

/** Evaluates the rules in their order. Each has the metric of its name. */
export function prioritized(rules: readonly Rule[]): CfnWebACL.RuleProperty[] {
  return rules.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) }));
}

export function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

/** The field of a header. CloudFormation requires the member's name as it is here: CDK passes it on without a change. */
export const header = (Name: string): CfnWebACL.FieldToMatchProperty => ({ singleHeader: { Name } });

/**
 * Matches paths below a prefix. CloudFront normalizes a path before it selects the behaviour
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html), and so
 * does this: otherwise `/x/../api/` or `/%61pi/` would reach the API without the rule.
 */
export const below = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: 'STARTS_WITH',
    searchString,
    textTransformations: inOrder('URL_DECODE', 'NORMALIZE_PATH'),
  },
});
