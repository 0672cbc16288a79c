import { randomUUID } from 'node:crypto';
import type { ServiceError } from '../../../kernel/service';
import { StateFailure } from '../failure';
import type { TaskResource } from './resource';

/**
 * Names of services, and of errors without a model, in the SDK for Java 1, which the optimized integrations use. Those
 * of Lambda, DynamoDB and SQS are recorded.
 */
const firstSdk: Readonly<Record<string, readonly [service: string, general: string]>> = {
  lambda: ['AWSLambda', 'AWSLambdaException'],
  dynamodb: ['AmazonDynamoDBv2', 'AmazonDynamoDBException'],
  sqs: ['AmazonSQS', 'AmazonSQSException'],
  sns: ['AmazonSNS', 'AmazonSNSException'],
  events: ['AmazonCloudWatchEvents', 'AmazonEventBridgeException'],
  states: ['AWSStepFunctions', 'AWSStepFunctionsException'],
  athena: ['AmazonAthena', 'AmazonAthenaException'],
};

/**
 * Returns the failure of a task whose call was refused: `DynamoDB.ConditionalCheckFailedException`. Errors that a
 * service does not model (`ValidationException` of DynamoDB) have the general name of its SDK. All names end in
 * `Exception`.
 */
export function callError(resource: TaskResource, error: ServiceError, isModelled: boolean): StateFailure {
  const { kind, service, errorPrefix } = resource;
  const { message, status } = error;
  const [sdkService, general] = (kind !== 'aws-sdk' && firstSdk[service]) || [errorPrefix, `${errorPrefix}Exception`];
  const name = error.name.replace(/Fault$/, 'Exception');
  const modelled = name.endsWith('Exception') ? name : `${name}Exception`;
  const requestId = randomUUID();
  const details =
    kind === 'aws-sdk'
      ? [
          `Service: ${sdkService}, Status Code: ${status}, Request ID: ${requestId}`,
          ...(service === 's3' ? [`Extended Request ID: ${randomUUID()}`] : []),
        ].join(', ')
      : `Service: ${sdkService}; Status Code: ${status}; Error Code: ${error.name}; Request ID: ${requestId}; Proxy: null`;
  return new StateFailure(`${errorPrefix}.${isModelled ? modelled : general}`, `${message} (${details})`);
}
