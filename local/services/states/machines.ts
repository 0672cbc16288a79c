import type { LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { Definition } from './definition';

/** The properties of a state machine in its template. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly roleArn: string;
  readonly definition: Definition;
  /** The text that `DescribeStateMachine` returns. */
  readonly definitionText: string;
  /** Milliseconds since 1970. */
  readonly creationDate: number;
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tracingConfiguration?: TracingConfiguration;
}
