import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from './config';

export interface OmniStreamStackProps {
  readonly stage: Stage;
}

interface Placement {
  /** What follows `OmniStream-{stage}-` in the stack's name. */
  readonly part: string;
  readonly description: string;
  /** @default - the stage's own region */
  readonly region?: string;
  /** Holds what cannot be made again. @default false */
  readonly stateful?: boolean;
}

/** What all stacks of OmniStream have in common: their names, and that those with data refuse to be deleted. */
export abstract class OmniStreamStack extends Stack {
  constructor(scope: Construct, { stage }: OmniStreamStackProps, placement: Placement) {
    super(scope, `OmniStream-${stage.name}-${placement.part}`, {
      description: placement.description,
      env: { region: placement.region ?? stage.region },
      crossRegionReferences: true,
      terminationProtection: stage.protectData && (placement.stateful ?? false),
    });
    for (const action of ['kms:GenerateDataKey*', 'kms:ReEncrypt*']) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[Action::${action}]`,
        reason: 'The variants of one operation, on one key: CDK grants encryption so, and services choose among them.',
      });
    }
  }
}
