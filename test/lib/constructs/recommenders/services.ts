import * as athenaSdk from '@aws-sdk/client-athena';
import * as cloudwatchSdk from '@aws-sdk/client-cloudwatch';
import * as dynamodbSdk from '@aws-sdk/client-dynamodb';
import * as lambdaSdk from '@aws-sdk/client-lambda';
import * as personalizeSdk from '@aws-sdk/client-personalize';
import { type LocalService, standIn } from '@omnistream/local/test';
import { ServiceError } from '@omnistream/local/wire';
import { NormalizedSchema } from '@smithy/core/schema';
import { departures } from '../../../support/sdk-shapes';

// biome-ignore lint/suspicious/noExplicitAny: the shapes of five services
type Input = any;
type Answers = Readonly<Record<string, (input: Input) => unknown>>;

export interface Called {
  readonly operation: string;
  readonly input: Input;
}

/** A few operations of services, answered as the test says; each request is held against the SDK's schema of it. */
export class Answering {
  readonly calls: Called[] = [];
  /** Where requests departed from the SDK's schemas. */
  readonly faults: string[] = [];
  answers: Answers = {};

  readonly services: LocalService[] = [
    this.service('athena', athenaSdk, ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults']),
    this.service('cloudwatch', cloudwatchSdk, ['GetMetricData']),
    this.service('dynamodb', dynamodbSdk, ['PutItem']),
    this.service('lambda', lambdaSdk, ['Invoke']),
    this.service('personalize', personalizeSdk, [
      ...['CreateDatasetImportJob', 'DescribeDatasetImportJob', 'CreateRecommender', 'DescribeRecommender'],
      ...['DescribeDataset', 'UpdateDataset'],
      ...['StartRecommender', 'StopRecommender', 'DeleteRecommender'],
    ]),
  ];

  of(operation: string): Input[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  /** The operations called of Personalize that change something, with what they are about. */
  get changes(): string[] {
    return this.calls
      .filter(({ operation }) => /^(Create|Update|Start|Stop|Delete)(Recommender|Dataset)/.test(operation))
      .map(({ operation, input }) => `${operation} ${input.name ?? input.recommenderArn?.split('/')[1] ?? ''}`.trim());
  }

  private service(id: string, sdk: object, operations: readonly string[]): LocalService {
    const answer = (operation: string) => async (input: Input) => {
      this.calls.push({ operation, input });
      const schema =
        (sdk as Record<string, Input>)[`${operation}Request$`] ?? (sdk as Record<string, Input>)[`${operation}Input$`];
      const known = schema ?? (sdk as Record<string, Input>)[`${operation}$`]?.[4];
      if (operation !== 'Invoke') this.faults.push(...departures(NormalizedSchema.of(known), input, operation));
      const found = this.answers[operation];
      if (!found) throw new ServiceError('InvalidInputException', `${operation} was not expected`, 400);
      return found(input);
    };
    return standIn({ id, sdk, operations: Object.fromEntries(operations.map((name) => [name, answer(name)])) });
  }
}
