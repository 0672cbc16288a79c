import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';

/** Sets the description of the integrations below `scope`. CDK creates them with their first route, without one. */
export function describeIntegrations(scope: IConstruct, description: string): void {
  for (const child of scope.node.findAll()) {
    if (child instanceof CfnIntegration) child.description = description;
  }
}
