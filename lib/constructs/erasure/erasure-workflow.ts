import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Stage } from '../../config';
import type { Handler } from '../handler';
import { LoggedWorkflow } from '../logged-workflow';
import { type ErasureScope, erasureDefinition } from './definition';

export interface ErasureWorkflowProps extends ErasureScope {
  readonly stage: Stage;
  /** The function that does the steps. */
  readonly erase: Handler;
}

/** Longer than all rounds of the workflow take, with a day for Personalize. */
const timeout = Duration.days(7);

/** The state machine that erases everything of one asset, or of one viewer. */
export class ErasureWorkflow extends LoggedWorkflow {
  constructor(scope: Construct, id: string, { stage, erase, ...rest }: ErasureWorkflowProps) {
    super(scope, id, {
      ...{ stage, timeout },
      description: `Erases everything of one ${rest.kind}`,
      definition: erasureDefinition(rest),
      substitutions: { Erase: erase.function.functionArn },
    });
    erase.function.grantInvokeLatestVersion(this);
  }
}
