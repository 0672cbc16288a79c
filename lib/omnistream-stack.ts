import { type CfnElement, CfnOutput, CfnRule, Fn, Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from './config';
import { descriptionOf, suffixOf } from './reference-names';

export interface OmniStreamStackProps {
  readonly stage: Stage;
}

interface Placement {
  /** The part of the stack's name after `OmniStream-{stage}-`. */
  readonly part: string;
  readonly description: string;
  /** @default - the stage's own region */
  readonly region?: string;
  /** Whether the stack contains data that cannot be recreated. @default false */
  readonly stateful?: boolean;
}

/** Base of all stacks of OmniStream: names them, and protects those with data from deletion. */
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
   * CDK creates outputs for references between stacks after aspects have run. Validation is the only step between that and
   * the writing of the template.
   */
  private describeReferences(): string[] {
    const outputs = this.node.findAll().filter((child): child is CfnOutput => child instanceof CfnOutput);
    for (const output of outputs) output.description ??= descriptionOf(output);
    return [];
  }

  /** Names the outputs that CDK creates for other stacks by what decides their values. */
  protected override allocateLogicalId(element: CfnElement): string {
    const id = super.allocateLogicalId(element);
    return element instanceof CfnOutput ? id + suffixOf(element) : id;
  }
}
