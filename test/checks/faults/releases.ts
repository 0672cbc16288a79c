import { type Assembly, releasedStage, releaseFindings } from '../../../checks';
import { type Draft, type Fault, resourceAt, stackOf } from './fault';

/** The assembly as an update of what it was before. */
const check = (before: Assembly, after: Assembly) => releaseFindings(after, { [after.stage]: releasedStage(before) });

const indexesOf = (assembly: Assembly, table: string): Draft[] => {
  const { Properties } = resourceAt(assembly, table);
  Properties.GlobalSecondaryIndexes ??= [];
  return Properties.GlobalSecondaryIndexes;
};

const byLength = {
  IndexName: 'byLength',
  KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
};

/** Renames the resource's logical id, as a moved construct does. */
function move(assembly: Assembly, part: string, id: RegExp): void {
  const { Resources } = stackOf(assembly, part).template;
  const before = Object.keys(Resources).find((key) => id.test(key)) as string;
  Resources.Moved = Resources[before];
  delete Resources[before];
}

/** What only shows against the last release. */
export const releaseFaults: readonly Fault[] = [
  {
    fault: 'two new indexes of a table in one release',
    stage: 'prod',
    seed: (assembly) => indexesOf(assembly, 'Storage/Assets').push(byLength, { ...byLength, IndexName: 'byStatus' }),
    rule: 'indexes',
    construct: 'Storage/Assets',
    check,
  },
  {
    fault: 'an index that is renamed',
    stage: 'dev',
    seed: (assembly) => {
      const [index] = indexesOf(assembly, 'Storage/Sessions');
      index.IndexName = 'byViewer';
    },
    rule: 'indexes',
    construct: 'Storage/Sessions',
    check,
  },
  {
    fault: 'an index of each of two tables in one release',
    stage: 'dev',
    seed(assembly) {
      indexesOf(assembly, 'Storage/Assets').push(byLength);
      indexesOf(assembly, 'Storage/Jobs').push(byLength);
    },
    rule: 'indexes',
    construct: 'Storage/Assets',
    check,
  },
  {
    fault: 'a bucket under another path',
    stage: 'prod',
    seed: (assembly) => move(assembly, 'Storage', /^Content[0-9A-F]{8}$/),
    rule: 'replacement',
    construct: 'Storage/Content',
    check,
  },
  {
    fault: 'a table with another key',
    stage: 'prod',
    seed: (assembly) => {
      resourceAt(assembly, 'Storage/Rankings').Properties.KeySchema[0].AttributeName = 'name';
    },
    rule: 'replacement',
    construct: 'Storage/Rankings',
    check,
  },
  {
    fault: 'users in another pool',
    stage: 'prod',
    seed: (assembly) => move(assembly, 'Auth', /^Users[0-9A-F]{8}$/),
    rule: 'replacement',
    construct: 'Auth/Users',
    check,
  },
  {
    fault: 'a distribution with another host',
    stage: 'prod',
    seed: (assembly) => move(assembly, 'Delivery', /^ScreenDistribution[0-9A-F]{8}$/),
    rule: 'replacement',
    construct: 'Delivery/ScreenDistribution',
    check,
  },
];
