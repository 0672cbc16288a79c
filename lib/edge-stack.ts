import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

/** AWS's managed rule groups, the cheapest first, and their rules that would refuse valid requests of this app. */
const managed = [
  { name: 'AWSManagedRulesAmazonIpReputationList' },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet' },
  // The request that completes a large upload names up to 10,000 parts, more than the 8 KB that this rule allows.
  { name: 'AWSManagedRulesCommonRuleSet', countOnly: ['SizeRestrictions_BODY'] },
];

/** Resources that CloudFront requires in us-east-1: the web ACL, and the certificate of a custom domain. */
export class EdgeStack extends OmniStreamStack {
  readonly webAclArn: string;
  /** Set only when the stage has a custom domain. */
  readonly certificate?: ICertificate;

  constructor(scope: Construct, props: OmniStreamStackProps) {
    super(scope, props, { part: 'Edge', description: 'OmniStream: web ACL and certificate', region: 'us-east-1' });
    const { domain, limits } = props.stage;
    const webAcl = new CfnWebACL(this, 'Firewall', {
      scope: 'CLOUDFRONT',
      description: 'Rate limit and AWS managed rules for page, API and films',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('Firewall'),
      rules: [
        {
          name: 'RateLimit',
          priority: 0,
          action: { block: {} },
          statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: limits.requestsPerFiveMinutes } },
          visibilityConfig: visibility('RateLimit'),
        },
        ...managed.map(({ name, countOnly = [] }, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS',
              name,
              ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          visibilityConfig: visibility(name),
        })),
      ],
    });
    this.webAclArn = webAcl.attrArn;
    if (domain) {
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', domain);
      this.certificate = new Certificate(this, 'Certificate', {
        domainName: domain.name,
        validation: CertificateValidation.fromDns(zone),
      });
    }
  }
}

function visibility(metricName: string) {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
