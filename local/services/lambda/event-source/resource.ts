import { createHash } from 'node:crypto';
import { knownProperties, unsupported } from '../../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../../kernel/service';
import { parsePattern } from '../../events/parse-pattern';
import { isKnownDestination } from '../destination';
import { functionName } from '../function';
import type { EventSources } from './event-sources';
import type { Mapping } from './mapping';

interface Properties {
  readonly EventSourceArn?: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean | string;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly StartingPosition?: string;
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly FunctionResponseTypes?: readonly string[];
  readonly BisectBatchOnFunctionError?: boolean | string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly ParallelizationFactor?: number;
}

const supportedProperties = [
  ...['EventSourceArn', 'FunctionName', 'Enabled', 'BatchSize', 'MaximumBatchingWindowInSeconds', 'StartingPosition'],
  ...['FilterCriteria', 'FunctionResponseTypes', 'BisectBatchOnFunctionError', 'MaximumRetryAttempts'],
  ...['MaximumRecordAgeInSeconds', 'DestinationConfig', 'ParallelizationFactor', 'Tags'],
];

/**
 * The maximum length and number of filters (AWS Lambda developer guide, "Control which events Lambda sends to your
 * function").
 */
const maxPatternLength = 4096;
const maxFilters = 5;

type Source = Resource<Properties>;

function uuidOf({ stackName, logicalId, name }: Source): string {
  const hex = createHash('sha256').update(`${stackName}/${logicalId}/${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

const arnOf = (resource: Source) =>
  `arn:aws:lambda:${resource.region}:${resource.accountId}:event-source-mapping:${uuidOf(resource)}`;
const isTrue = (flag: boolean | string | undefined) => flag === true || flag === 'true';

/** Returns a number of the template, and throws if it is out of bounds. */
function numberOf(resource: Source, property: keyof Properties, [least, most]: [number, number], or: number): number {
  const value = resource.properties[property];
  const number = value === undefined ? or : Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw unsupported(resource, property, `is ${value} and must be from ${least} to ${most}`);
}

function filtersOf(resource: Source): Pick<Mapping, 'filters' | 'filterTexts'> {
  const { Filters = [] } = resource.properties.FilterCriteria ?? {};
  if (Filters.length > maxFilters) throw unsupported(resource, 'FilterCriteria', `has more than ${maxFilters} filters`);
  const filterTexts = Filters.map(({ Pattern = '{}' }) => Pattern);
  try {
    return { filterTexts, filters: filterTexts.map((text) => parsePattern(text, maxPatternLength)) };
  } catch (error) {
    throw unsupported(resource, 'FilterCriteria', `is refused: ${(error as Error).message}`);
  }
}

function mappingOf(resource: Source): Mapping {
  const { properties } = resource;
  const { EventSourceArn: streamArn = '', StartingPosition, FunctionResponseTypes = [], Enabled = true } = properties;
  if (!/^arn:aws[\w-]*:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/.+$/.test(streamArn)) {
    throw unsupported(
      resource,
      'EventSourceArn',
      `is '${streamArn}': this runtime supports only streams of DynamoDB tables`,
    );
  }
  if (StartingPosition !== 'TRIM_HORIZON' && StartingPosition !== 'LATEST') {
    throw unsupported(resource, 'StartingPosition', 'must be TRIM_HORIZON or LATEST');
  }
  const unknownType = FunctionResponseTypes.find((type) => type !== 'ReportBatchItemFailures');
  if (unknownType)
    throw unsupported(
      resource,
      'FunctionResponseTypes',
      `contains ${unknownType}, which is not supported by this runtime`,
    );
  if (Number(properties.ParallelizationFactor ?? 1) !== 1) {
    throw unsupported(
      resource,
      'ParallelizationFactor',
      'must be 1, because this runtime reads a stream by one reader',
    );
  }
  const maximumRecordAgeSeconds = numberOf(resource, 'MaximumRecordAgeInSeconds', [-1, 604_800], -1);
  if (maximumRecordAgeSeconds >= 0 && maximumRecordAgeSeconds < 60) {
    throw unsupported(resource, 'MaximumRecordAgeInSeconds', 'must be -1, or from 60 to 604800');
  }
  const { OnFailure, ...otherDestinations } = properties.DestinationConfig ?? {};
  const onFailureArn = OnFailure?.Destination;
  if (Object.keys(otherDestinations).length || (onFailureArn && !isKnownDestination(onFailureArn))) {
    throw unsupported(resource, 'DestinationConfig', 'must be OnFailure with a queue or a topic');
  }
  return {
    ...{ id: uuidOf(resource), arn: arnOf(resource), region: resource.region, streamArn },
    functionName: functionName(properties.FunctionName),
    enabled: isTrue(Enabled),
    startingPosition: StartingPosition,
    batchSize: numberOf(resource, 'BatchSize', [1, 10_000], 100),
    windowSeconds: numberOf(resource, 'MaximumBatchingWindowInSeconds', [0, 300], 0),
    ...filtersOf(resource),
    reportsItemFailures: FunctionResponseTypes.length > 0,
    bisects: isTrue(properties.BisectBatchOnFunctionError),
    maximumRetryAttempts: numberOf(resource, 'MaximumRetryAttempts', [-1, 10_000], -1),
    maximumRecordAgeSeconds,
    ...(onFailureArn && { onFailureArn }),
  };
}

/** `AWS::Lambda::EventSourceMapping` for streams of DynamoDB tables. */
export function eventSourceResource(sources: EventSources): ResourceProvider<Properties> {
  return {
    identify: (resource) => ({
      ref: uuidOf(resource),
      attributes: { Id: uuidOf(resource), EventSourceMappingArn: arnOf(resource) },
    }),
    async deploy(resource) {
      knownProperties(resource, supportedProperties);
      await sources.put(mappingOf(resource));
      return undefined;
    },
    destroy: (resource) => sources.remove(uuidOf(resource)),
  };
}
