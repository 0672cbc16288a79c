import { createHash, randomUUID } from 'node:crypto';
import type { StartQueryExecutionCommandInput, StartQueryExecutionCommandOutput } from '@aws-sdk/client-athena';
import { parseS3Url } from '../../../engines/query/projection';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, type Operation, ServiceError } from '../../../kernel/service';
import type { Executions } from '../executions';
import type { Execution, ResultEncryption, WorkGroup } from '../model';
import type { WorkGroups } from '../work-groups';

type Input = StartQueryExecutionCommandInput;

const invalid = (message: string) => new ServiceError('InvalidRequestException', message);

/** Bytes (API reference). */
const maxQueryBytes = 262_144;
/** Minutes (API reference, `ResultReuseByAgeConfiguration`). */
const defaultReuseMinutes = 60;
const maxReuseMinutes = 10_080;

/** Returns the same id for the same token, so that a repeated request does not run the query again. */
function idOf(region: string, token: string | undefined): string {
  if (token === undefined) return randomUUID();
  if (token.length < 32 || token.length > 128) throw invalid('ClientRequestToken must have 32 to 128 characters');
  const digest = createHash('sha256').update(`${region}/${token}`).digest('hex');
  return digest.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

export function startQueryExecution(kernel: Kernel, groups: WorkGroups, executions: Executions): Operation {
  return async (input: Input, call: Call): Promise<Omit<StartQueryExecutionCommandOutput, '$metadata'>> => {
    const { ClientRequestToken: token, ...rest } = input;
    const id = idOf(call.region, token);
    const request = createHash('sha256').update(JSON.stringify(rest)).digest('hex');
    const known = () => {
      const earlier = executions.find(id);
      if (earlier && earlier.request !== request) throw invalid('Idempotent parameters do not match');
      return earlier !== undefined;
    };
    if (known()) return { QueryExecutionId: id };
    const execution: Execution = {
      ...planned(kernel, groups.get(call.region, input.WorkGroup), input, call, id),
      request,
    };
    await verifyOutput(kernel, execution);
    if (known()) return { QueryExecutionId: id };
    const source = executions.reusable(execution);
    const now = kernel.now();
    await executions.submit(
      source
        ? { ...execution, ...earlier(source), reused: true, state: 'SUCCEEDED', startedAt: now, completedAt: now }
        : execution,
    );
    return { QueryExecutionId: id };
  };
}

const earlier = ({ output, columns }: Execution) => ({ output, columns });

function planned(kernel: Kernel, group: WorkGroup, input: Input, call: Call, id: string): Omit<Execution, 'request'> {
  const sql = input.QueryString ?? '';
  if (!sql.trim()) throw invalid('QueryString must not be empty');
  if (Buffer.byteLength(sql) > maxQueryBytes) throw invalid(`QueryString is longer than ${maxQueryBytes} bytes`);
  if (!group.enabled) throw invalid(`WorkGroup ${group.name} is disabled.`);
  const { Catalog: catalog = 'AwsDataCatalog', Database: database } = input.QueryExecutionContext ?? {};
  if (catalog.toLowerCase() !== 'awsdatacatalog') throw invalid(`Catalog ${catalog} is not found`);
  const { location, encryption } = results(group, input);
  return {
    ...{ id, region: call.region, workGroup: group.name, principal: call.principal, sql, encryption },
    parameters: input.ExecutionParameters ?? [],
    database: database?.toLowerCase(),
    output: `${location.replace(/\/?$/, '/')}${id}.csv`,
    cutoff: group.cutoff,
    reuseWithin: reuse(input),
    ...{ reused: false, submittedAt: kernel.now(), state: 'QUEUED', scanned: 0 },
  };
}

/** The work group's settings win if it enforces them. */
function results(group: WorkGroup, input: Input): { location: string; encryption?: ResultEncryption } {
  const { OutputLocation, EncryptionConfiguration } = (group.enforced ? undefined : input.ResultConfiguration) ?? {};
  const location = OutputLocation ?? group.location;
  if (!location) {
    throw invalid(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  }
  try {
    parseS3Url(location);
  } catch {
    throw invalid(`OutputLocation ${location} is not a valid S3 path`);
  }
  const option = EncryptionConfiguration?.EncryptionOption;
  if (option === undefined) return { location, encryption: OutputLocation ? undefined : group.encryption };
  if (option === 'SSE_S3' || option === 'SSE_KMS') {
    return { location, encryption: { option, key: EncryptionConfiguration?.KmsKey } };
  }
  throw invalid(`EncryptionOption ${option} is not supported by this runtime`);
}

function reuse(input: Input): number | undefined {
  const { Enabled, MaxAgeInMinutes = defaultReuseMinutes } =
    input.ResultReuseConfiguration?.ResultReuseByAgeConfiguration ?? {};
  if (!Enabled) return undefined;
  if (MaxAgeInMinutes < 0 || MaxAgeInMinutes > maxReuseMinutes) {
    throw invalid(`MaxAgeInMinutes must be from 0 to ${maxReuseMinutes}`);
  }
  return MaxAgeInMinutes;
}

/** Athena checks the bucket of the results before it starts a query, with the caller's permissions. */
async function verifyOutput(kernel: Kernel, { output, region, principal }: Execution): Promise<void> {
  const { bucket } = parseS3Url(output);
  try {
    const input = { Bucket: bucket };
    await kernel.call({ service: 's3', operation: 'GetBucketLocation', region, principal, input });
  } catch (error) {
    throw invalid(`Unable to verify/create output bucket ${bucket}: ${(error as Error).message}`);
  }
}
