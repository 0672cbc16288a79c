import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';

/** Describes the integrations below `scope`: CDK makes them with their first route, and takes no description. */
export function describeIntegrations(scope: IConstruct, description: string): void {
  for (const child of scope.node.findAll()) {
    if (child instanceof CfnIntegration) child.description = description;
  }
}
