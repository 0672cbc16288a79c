import { parseS3Url } from '../../engines/query/projection';
import type { Kernel } from '../../kernel/kernel';
import { knownProperties, unsupported } from '../../kernel/known-properties';
import { type Resource, type ResourceProvider, ServiceError } from '../../kernel/service';
import type { Executions } from './executions';
import type { ResultEncryption } from './model';
import type { WorkGroups } from './work-groups';

interface ResultConfiguration {
  readonly OutputLocation?: string;
  readonly EncryptionConfiguration?: { readonly EncryptionOption: string; readonly KmsKey?: string };
}

interface Configuration {
  readonly EnforceWorkGroupConfiguration?: boolean | string;
  readonly BytesScannedCutoffPerQuery?: number | string;
  readonly ResultConfiguration?: ResultConfiguration;
}

interface Properties {
  readonly Name: string;
  readonly Description?: string;
  readonly State?: string;
  readonly RecursiveDeleteOption?: boolean | string;
  readonly WorkGroupConfiguration?: Configuration;
}

/** The members that have an effect, then those that have none on a laptop. */
const knownConfiguration = [
  ...['EnforceWorkGroupConfiguration', 'BytesScannedCutoffPerQuery', 'ResultConfiguration'],
  ...['PublishCloudWatchMetricsEnabled', 'RequesterPaysEnabled', 'EngineVersion'],
];
const knownResults = ['OutputLocation', 'EncryptionConfiguration', 'ExpectedBucketOwner'];

/** `AWS::Athena::WorkGroup` for SQL queries. */
export function workGroupProvider(
  kernel: Kernel,
  groups: WorkGroups,
  executions: Executions,
): ResourceProvider<Properties> {
  return {
    identify: ({ properties }) => ({ ref: properties.Name }),
    deploy(resource) {
      knownProperties(resource, [
        ...['Name', 'Description', 'State', 'WorkGroupConfiguration', 'RecursiveDeleteOption', 'Tags'],
      ]);
      const { Name, Description, State = 'ENABLED', WorkGroupConfiguration: configuration = {} } = resource.properties;
      members(resource, 'WorkGroupConfiguration', configuration, knownConfiguration);
      const results = configuration.ResultConfiguration ?? {};
      members(resource, 'WorkGroupConfiguration.ResultConfiguration', results, knownResults);
      if (results.OutputLocation !== undefined) parseS3Url(results.OutputLocation);
      const cutoff = configuration.BytesScannedCutoffPerQuery;
      groups.put({
        name: Name,
        region: resource.region,
        description: Description,
        enabled: State === 'ENABLED',
        enforced: String(configuration.EnforceWorkGroupConfiguration ?? true) === 'true',
        location: results.OutputLocation,
        encryption: encryptionOf(resource, results),
        cutoff: cutoff === undefined ? undefined : Number(cutoff),
        createdAt: kernel.now(),
      });
      return { EffectiveEngineVersion: 'Athena engine version 3' };
    },
    destroy({ properties, region }) {
      const history = executions.of(region, properties.Name);
      // https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteWorkGroup.html
      if (history.length > 0 && String(properties.RecursiveDeleteOption) !== 'true') {
        throw new ServiceError('InvalidRequestException', `WorkGroup ${properties.Name} is not empty`);
      }
      for (const execution of history) executions.forget(execution);
      groups.remove(region, properties.Name);
    },
  };
}

function members(resource: Resource, property: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown) throw unsupported(resource, `${property}.${unknown}`);
}

function encryptionOf(resource: Resource, results: ResultConfiguration): ResultEncryption | undefined {
  const { EncryptionOption: option, KmsKey: key } = results.EncryptionConfiguration ?? {};
  if (option === undefined) return undefined;
  if (option === 'SSE_S3' || option === 'SSE_KMS') return { option, key };
  throw unsupported(resource, `EncryptionOption ${option}`);
}
