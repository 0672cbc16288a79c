import type {
  EventSourceMappingConfiguration,
  GetEventSourceMappingCommandInput,
  ListEventSourceMappingsCommandInput,
} from '@aws-sdk/client-lambda';
import type { Call, Operation } from '../../../kernel/service';
import { functionName } from '../function';
import type { EventSources } from './event-sources';
import type { Mapping } from './mapping';

const describe = (mapping: Mapping, { accountId }: Call): EventSourceMappingConfiguration => ({
  UUID: mapping.id,
  EventSourceMappingArn: mapping.arn,
  EventSourceArn: mapping.streamArn,
  FunctionArn: `arn:aws:lambda:${mapping.region}:${accountId}:function:${mapping.functionName}`,
  State: mapping.enabled ? 'Enabled' : 'Disabled',
  StartingPosition: mapping.startingPosition,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.windowSeconds,
  ParallelizationFactor: 1,
  BisectBatchOnFunctionError: mapping.bisects,
  MaximumRetryAttempts: mapping.maximumRetryAttempts,
  MaximumRecordAgeInSeconds: mapping.maximumRecordAgeSeconds,
  FunctionResponseTypes: mapping.reportsItemFailures ? ['ReportBatchItemFailures'] : [],
  ...(mapping.filterTexts.length && {
    FilterCriteria: { Filters: mapping.filterTexts.map((Pattern) => ({ Pattern })) },
  }),
  ...(mapping.onFailureArn && { DestinationConfig: { OnFailure: { Destination: mapping.onFailureArn } } }),
});

export function eventSourceOperations(sources: EventSources): Readonly<Record<string, Operation>> {
  return {
    GetEventSourceMapping: ({ UUID = '' }: GetEventSourceMappingCommandInput, call) =>
      describe(sources.get(UUID), call),
    ListEventSourceMappings: ({ EventSourceArn, FunctionName }: ListEventSourceMappingsCommandInput, call) => ({
      EventSourceMappings: sources
        .list()
        .filter(({ region }) => region === call.region)
        .filter(({ streamArn }) => EventSourceArn === undefined || EventSourceArn === streamArn)
        .filter((mapping) => FunctionName === undefined || functionName(FunctionName) === mapping.functionName)
        .map((mapping) => describe(mapping, call)),
    }),
  };
}
