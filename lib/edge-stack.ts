import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { viewerResponses, viewerRules } from './constructs/edge/viewer-rules';
import { visibility } from './constructs/edge/web-acl-rules';
import { OmniStreamStack, type OmniStreamStackProps } from './omnistream-stack';

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
      description: 'Rate limits and AWS managed rules for page, API and films',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('Firewall'),
      customResponseBodies: viewerResponses,
      rules: viewerRules(limits),
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
