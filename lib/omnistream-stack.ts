import { type CfnElement, CfnOutput, CfnRule, Fn, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from './config';
import { descriptionOf, suffixOf } from './reference-names';

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
      env: { account: stage.account, region: placement.region ?? stage.region },
      crossRegionReferences: true,
      terminationProtection: stage.protectData && (placement.stateful ?? false),
    });
    this.node.addValidation({ validate: () => this.describeReferences() });
    if (stage.reviewOnly) {
      new CfnRule(this, 'ReviewOnly', {
        assertions: [
          {
            assert: Fn.conditionEquals('review', 'deployment'),
            assertDescription: `Stage '${stage.name}' is for reading its templates; its names and ARNs are placeholders`,
          },
        ],
      });
    }
    for (const action of ['kms:GenerateDataKey*', 'kms:ReEncrypt*']) {
      Validations.of(this).acknowledge({
        id: `AwsSolutions-IAM5[Action::${action}]`,
        reason: 'CDK grants the variants of one operation on one key; the services choose among them.',
      });
    }
  }

  /**
   * CDK makes outputs for references between stacks after aspects have run. Validation is the one step between that and
   * the writing of the template.
   */
  private describeReferences(): string[] {
    const outputs = this.node.findAll().filter((child): child is CfnOutput => child instanceof CfnOutput);
    for (const output of outputs) output.description ??= descriptionOf(output);
    return [];
  }

  /** The names of outputs that CDK makes for other stacks follow what they stand for. */
  protected override allocateLogicalId(element: CfnElement): string {
    const id = super.allocateLogicalId(element);
    return element instanceof CfnOutput ? id + suffixOf(element) : id;
  }
}
