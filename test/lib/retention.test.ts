import { stages } from '../../lib/stages';
import { resourcesOf, synthesized } from './synthesis';

/** How far back data can be brought: docs/recovery.md. */
describe.each(Object.keys(stages))('in the stage %s', (stage) => {
  const { templates } = synthesized(stage as keyof typeof stages);
  const buckets = resourcesOf(templates, 'AWS::S3::Bucket');
  const tables = [
    ...resourcesOf(templates, 'AWS::DynamoDB::GlobalTable').flatMap(([id, { Properties }]) =>
      Properties.Replicas.map((replica: Properties) => [`${id} ${replica.Region}`, replica] as const),
    ),
    ...resourcesOf(templates, 'AWS::DynamoDB::Table').map(([id, { Properties }]) => [id, Properties] as const),
  ];
  const reach = Math.max(...tables.map(([, { PointInTimeRecoverySpecification: each }]) => each?.RecoveryPeriodInDays));

  test('every table can be restored to any second of 35 days, in each of its regions', () => {
    expect(tables.length).toBeGreaterThan(7);
    const others = tables.filter(([, { PointInTimeRecoverySpecification: each }]) => {
      return each?.PointInTimeRecoveryEnabled !== true || each.RecoveryPeriodInDays !== 35;
    });
    expect(others.map(([id]) => id)).toEqual([]);
  });

  test('every bucket keeps old versions as long as the tables reach back, or longer, except those of logs', () => {
    expect(buckets.length).toBeGreaterThan(4);
    const shorter = buckets.filter(([, { Properties }]) => {
      // `test/lib/logs.test.ts` checks the folder of the lake with logs.
      const rules = enabledRules(Properties).filter(({ Prefix }) => Prefix !== 'edge/');
      const days = rules.flatMap((rule) => rule.NoncurrentVersionExpiration?.NoncurrentDays ?? []);
      // A rule that keeps a number of versions does not keep them for a time.
      const counts = rules.some((rule) => rule.NoncurrentVersionExpiration?.NewerNoncurrentVersions);
      const isVersioned = Properties.VersioningConfiguration?.Status === 'Enabled';
      return !isVersioned || counts || days.length === 0 || Math.min(...days) < reach;
    });
    expect(shorter.map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'delivery.AccessLog',
      'replica.AccessLog',
      'storage.AccessLog',
    ]);
  });
});

describe('a second copy', () => {
  const rulesOf = (stage: 'dev' | 'prod') => {
    const { templates } = synthesized(stage);
    return resourcesOf({ storage: templates.storage }, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) =>
      (Properties.ReplicationConfiguration?.Rules ?? []).map((rule: Properties) => ({
        bucket: id.replace(/^storage\.|[0-9A-F]{8}$/g, ''),
        prefix: rule.Filter.Prefix,
        deletions: rule.DeleteMarkerReplication.Status,
        encrypted: rule.SourceSelectionCriteria.SseKmsEncryptedObjects.Status,
        key: Object.keys(rule.Destination.EncryptionConfiguration.ReplicaKmsKeyID),
      })),
    );
  };
  const each = { encrypted: 'Enabled', key: ['Fn::GetStackOutput'] };
  const films = { bucket: 'Content', prefix: 'a', deletions: 'Enabled', ...each };

  test('of sources and interactions is a setting, and deletions do not reach it', () => {
    expect(rulesOf('dev')).toEqual([films]);
    expect(rulesOf('prod')).toEqual([
      { bucket: 'Uploads', prefix: 'uploads/', deletions: 'Disabled', ...each },
      films,
      { bucket: 'Lake', prefix: 'interactions/', deletions: 'Disabled', ...each },
    ]);
  });

  test('of interactions is kept as long as they are, for S3 does not replicate the deletions of lifecycle rules', () => {
    const { templates } = synthesized('prod');
    const days = (template: 'storage' | 'replica') =>
      resourcesOf({ template: templates[template] }, 'AWS::S3::Bucket')
        .flatMap(([, { Properties }]) => enabledRules(Properties))
        .filter(({ Id }) => Id === 'older')
        .map(({ ExpirationInDays, Prefix }) => [Prefix, ExpirationInDays]);
    expect(days('storage')).toEqual([['interactions/', 760]]);
    expect(days('replica')).toEqual(days('storage'));
  });
});

test('a table that was deleted is replaced by an empty one with all settings, and every stack uses that one', () => {
  const before = synthesized('prod').templates.storage.findResources('AWS::DynamoDB::GlobalTable');
  const { templates } = synthesized('prod', { replacedTables: { assets: 2, viewers: 3 } });
  const after = templates.storage.findResources('AWS::DynamoDB::GlobalTable');
  const named = (all: object) => Object.keys(all).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
  expect(named(after)).toEqual(named(before).map((id) => ({ Assets: 'Assets2', Viewers: 'Viewers3' })[id] ?? id));
  expect(Object.values(after)).toEqual(Object.values(before));
  const gone = Object.keys(before).filter((id) => !(id in after));
  const text = JSON.stringify(Object.values(templates).map((template) => template?.toJSON()));
  expect(gone.filter((id) => text.includes(id))).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: each resource type has its own properties
type Properties = any;

interface LifecycleRule {
  readonly Id?: string;
  readonly Status: string;
  readonly Prefix?: string;
  readonly ExpirationInDays?: number;
  readonly NoncurrentVersionExpiration?: { readonly NoncurrentDays: number; readonly NewerNoncurrentVersions?: number };
}

const enabledRules = ({ LifecycleConfiguration }: Properties): LifecycleRule[] =>
  (LifecycleConfiguration?.Rules ?? []).filter(({ Status }: LifecycleRule) => Status === 'Enabled');
