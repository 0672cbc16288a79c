import { Validations } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { rules } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges grants on resources that end with `suffix` (`/uploads/*`), in the policies within `scope`.
 *
 * cdk-nag names such a finding after the resource's whole expression. For a resource of another stack it is only known
 * after CDK has resolved its references. Validation runs after that and before cdk-nag.
 */
export function acknowledgeBelow(scope: IConstruct, suffix: string, reason: string): void {
  scope.node.addValidation({
    validate: () => {
      for (const policy of scope.node.findAll().filter((node) => node instanceof CfnPolicy)) {
        const findings = rules.iam.IAMNoWildcardPermissions(policy);
        if (!Array.isArray(findings)) continue;
        for (const finding of findings.filter((id) => id.startsWith('Resource::') && id.endsWith(suffix))) {
          Validations.of(policy).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason });
        }
      }
      return [];
    },
  });
}
