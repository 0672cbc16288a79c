import type { LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { Definition } from './definition';

/** A state machine as its template states it. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly roleArn: string;
  readonly definition: Definition;
  /** As `DescribeStateMachine` gives it. */
  readonly definitionText: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tracingConfiguration?: TracingConfiguration;
}
