import { knownProperties, unsupported } from '../../kernel/known-properties';
import type { Resource, ResourceProvider } from '../../kernel/service';
import type { AccessLogs } from './access-logs';
import { logFields } from './log-fields';

interface SourceProperties {
  readonly Name: string;
  readonly ResourceArn: string;
  readonly LogType: string;
}

interface DestinationProperties {
  readonly Name: string;
  readonly DestinationResourceArn: string;
  readonly OutputFormat: string;
}

interface DeliveryProperties {
  readonly DeliverySourceName: string;
  readonly DeliveryDestinationArn: string;
  readonly RecordFields?: readonly string[];
  readonly S3SuffixPath?: string;
  readonly S3EnableHiveCompatiblePath?: boolean | string;
}

const suffixVariables = ['yyyy', 'MM', 'dd', 'HH', 'accountid', 'DistributionId', 'distributionid'];

/** The fields of logs for which a template names none: all except those with the viewer's own data. */
const defaultFields = Object.keys(logFields).filter((field) => field !== 'cs(Cookie)');

const arnOf = ({ region, accountId }: Resource, type: string, name: string) =>
  `arn:aws:logs:${region}:${accountId}:${type}:${name}`;

/** `AWS::Logs::DeliverySource`, `…DeliveryDestination` and `…Delivery`: CloudFront's standard logs (version 2) to S3. */
export function logDeliveryProviders(logs: AccessLogs): Readonly<Record<string, ResourceProvider>> {
  /** Keyed by name, and by ARN. */
  const sources = new Map<string, { readonly arn: string; readonly distributionArn: string }>();
  const destinations = new Map<string, { readonly bucket: string; readonly prefix: string }>();

  const source: ResourceProvider<SourceProperties> = {
    identify: (resource) => {
      const { Name } = resource.properties;
      return { ref: Name, attributes: { Arn: arnOf(resource, 'delivery-source', Name) } };
    },
    deploy(resource) {
      knownProperties(resource, ['Name', 'ResourceArn', 'LogType', 'Tags']);
      const { Name, ResourceArn, LogType } = resource.properties;
      if (!/^arn:[\w-]+:cloudfront::\d{12}:distribution\//.test(ResourceArn)) {
        throw unsupported(resource, `ResourceArn ${ResourceArn}`);
      }
      if (LogType !== 'ACCESS_LOGS') throw unsupported(resource, `LogType ${LogType}`);
      sources.set(Name, { arn: arnOf(resource, 'delivery-source', Name), distributionArn: ResourceArn });
      return undefined;
    },
  };

  const destination: ResourceProvider<DestinationProperties> = {
    identify: (resource) => {
      const { Name } = resource.properties;
      return { ref: Name, attributes: { Arn: arnOf(resource, 'delivery-destination', Name) } };
    },
    deploy(resource) {
      knownProperties(resource, ['Name', 'DestinationResourceArn', 'OutputFormat', 'Tags']);
      const { Name, DestinationResourceArn, OutputFormat } = resource.properties;
      const [, bucket, path] = /^arn:[\w-]+:s3:::([^/]+)(?:\/(.*))?$/.exec(DestinationResourceArn) ?? [];
      if (!bucket) throw unsupported(resource, `DestinationResourceArn ${DestinationResourceArn}`);
      if (OutputFormat !== 'parquet') throw unsupported(resource, `OutputFormat ${OutputFormat}`);
      // Without a prefix, CloudFront uses this one.
      const prefix = (path || `AWSLogs/${resource.accountId}/CloudFront`).replace(/\/?$/, '/');
      destinations.set(arnOf(resource, 'delivery-destination', Name), { bucket, prefix });
      return undefined;
    },
  };

  const delivery: ResourceProvider<DeliveryProperties> = {
    identify: (resource) => ({
      ref: resource.name,
      attributes: { Arn: arnOf(resource, 'delivery', resource.name), DeliveryId: resource.name },
    }),
    deploy(resource) {
      const known = ['DeliverySourceName', 'DeliveryDestinationArn', 'RecordFields', 'S3SuffixPath'];
      knownProperties(resource, [...known, 'S3EnableHiveCompatiblePath', 'Tags']);
      const { DeliverySourceName, DeliveryDestinationArn, RecordFields, S3SuffixPath = '' } = resource.properties;
      const from = sources.get(DeliverySourceName);
      const to = destinations.get(DeliveryDestinationArn);
      if (!from) throw unsupported(resource, `DeliverySourceName ${DeliverySourceName}`, 'is not deployed');
      if (!to) throw unsupported(resource, `DeliveryDestinationArn ${DeliveryDestinationArn}`, 'is not deployed');
      if (String(resource.properties.S3EnableHiveCompatiblePath ?? false) === 'true') {
        throw unsupported(resource, 'S3EnableHiveCompatiblePath');
      }
      const fields = RecordFields ?? defaultFields;
      const unknown = fields.find((field) => !Object.hasOwn(logFields, field));
      if (unknown) throw unsupported(resource, `RecordFields: '${unknown}'`);
      const variable = [...S3SuffixPath.matchAll(/\{(\w+)\}/g)].find(
        ([, name = '']) => !suffixVariables.includes(name),
      );
      if (variable) throw unsupported(resource, `S3SuffixPath: '${variable[0]}'`);
      logs.deliver({
        ...{ sourceArn: from.arn, distributionArn: from.distributionArn, region: resource.region },
        ...{ bucket: to.bucket, prefix: to.prefix, suffix: S3SuffixPath, fields },
      });
      return undefined;
    },
  };

  return {
    'AWS::Logs::Delivery': delivery,
    'AWS::Logs::DeliveryDestination': destination,
    'AWS::Logs::DeliverySource': source,
  };
}
