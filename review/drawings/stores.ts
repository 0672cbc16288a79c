import type { Assembly } from '../../checks/assembly';
import { arnOf } from '../../checks/iam/placeholders';
import { type Placed, resources } from '../../checks/rule';
import { nameOf } from './qualified';

type StoreKind = 'bucket' | 'table' | 'secret' | 'key' | 'personalize' | 'stream' | 'queue' | 'list';

/** A resource that stores data. */
export interface Store {
  /** The logical id after its stack: `Storage.Content88381566`. */
  readonly id: string;
  readonly name: string;
  readonly kind: StoreKind;
  readonly stack: string;
  readonly region: string;
  /** For Personalize, the beginning of the ARNs of all its resources. */
  readonly arn: string;
}

const kinds: Readonly<Record<string, StoreKind>> = {
  'AWS::S3::Bucket': 'bucket',
  'AWS::DynamoDB::GlobalTable': 'table',
  'AWS::DynamoDB::Table': 'table',
  'AWS::SecretsManager::Secret': 'secret',
  'AWS::KMS::Key': 'key',
  'AWS::CloudFront::KeyValueStore': 'list',
  'AWS::KinesisFirehose::DeliveryStream': 'stream',
  'AWS::SQS::Queue': 'queue',
  'AWS::SNS::Topic': 'queue',
};

const order: readonly StoreKind[] = ['bucket', 'table', 'stream', 'personalize', 'list', 'secret', 'queue', 'key'];

/**
 * The stores of an assembly with qualified ids. Personalize counts as one store, because its recommenders are not in the
 * template and use all of its datasets.
 */
export function storesOf(assembly: Assembly): Store[] {
  const own = resources(assembly, ...Object.keys(kinds)).map((placed): Store => {
    const { stack, logicalId, resource } = placed;
    return {
      ...placeOf(placed),
      kind: kinds[resource.Type] ?? 'list',
      arn: arn(resource.Type, stack.region, logicalId),
    };
  });
  const personalize = resources(assembly, 'AWS::Personalize::DatasetGroup')
    .slice(0, 1)
    .map((placed): Store => {
      const arnStart = `arn:aws:personalize:${placed.stack.region}:`;
      return { ...placeOf(placed), name: 'Personalize', kind: 'personalize', arn: arnStart };
    });
  return [...own, ...personalize];
}

/** The rank of a store's kind in drawings and tables. */
export const kindRank = ({ kind }: Store) => order.indexOf(kind);

const placeOf = ({ stack, logicalId }: Placed) => ({
  ...{ id: logicalId, name: nameOf(logicalId), region: stack.region },
  stack: logicalId.split('.')[0] ?? stack.name,
});

/** Types whose `Ref` is an ARN, or that have an attribute of another name. */
const members: Readonly<Record<string, string>> = {
  'AWS::SecretsManager::Secret': 'Ref',
  'AWS::SNS::Topic': 'TopicArn',
};

function arn(type: string, region: string, id: string): string {
  const found = arnOf(type, members[type] ?? 'Arn', region, id);
  if (!found) throw new Error(`The format of ARNs is unknown for ${type}`);
  return found;
}

/** The part of a policy's resource after the store's ARN, or `undefined` if it is another resource. */
export function partNamed(store: Store, resource: string): string | undefined {
  if (store.kind === 'personalize') return resource.startsWith(store.arn) ? '' : undefined;
  if (resource === store.arn) return '';
  return resource.startsWith(`${store.arn}/`) ? resource.slice(store.arn.length + 1) : undefined;
}
