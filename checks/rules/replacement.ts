import type { Assembly } from '../assembly';
import { partOf, type ReleasedStage, releasedStage } from '../released';
import type { Finding } from '../rule';
import { resources } from '../rule';

/** Resources of the last release that this assembly would replace or delete, although they hold data or are known outside. */
export function replaced(before: ReleasedStage, assembly: Assembly): Finding[] {
  const now = releasedStage(assembly);
  return Object.entries(before).flatMap(([part, released]) =>
    Object.entries(released).flatMap(([logicalId, { type, createOnly }]) => {
      const current = now[part]?.[logicalId];
      const construct = constructOf(assembly, part, logicalId);
      if (!current) {
        const message =
          `${type} ${logicalId} of the stack ${part} is not in the template any more, so that CloudFormation would delete ` +
          'or abandon it. Keep its path and id in the app, or write down the migration and run `npm run release`.';
        return [{ rule: 'replacement', construct, message }];
      }
      if (current.createOnly === createOnly && current.type === type) return [];
      const message =
        `${type} would be replaced, and what it holds would be lost: a create-only property is not as it was released. ` +
        'Take the change back, or write down the migration and run `npm run release`.';
      return [{ rule: 'replacement', construct, message }];
    }),
  );
}

/**
 * DynamoDB: "You can only create or delete one global secondary index per UpdateTable operation", and CloudFormation passes
 * it on: "Cannot perform more than one GSI creation or deletion in a single update". The same holds for GlobalTable.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html (GlobalSecondaryIndexUpdates)
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-globaltable.html
 */
export function indexChanges(before: ReleasedStage, assembly: Assembly): Finding[] {
  const now = releasedStage(assembly);
  return Object.entries(before).flatMap(([part, released]) =>
    Object.entries(released).flatMap(([logicalId, { indexes: old = [] }]) => {
      const current = now[part]?.[logicalId];
      if (!current) return [];
      const { indexes = [] } = current;
      const changes = [
        ...indexes.filter((name) => !old.includes(name)).map((name) => `creates ${name}`),
        ...old.filter((name) => !indexes.includes(name)).map((name) => `deletes ${name}`),
      ];
      if (changes.length < 2) return [];
      const message =
        `One update ${changes.join(' and ')}; DynamoDB takes one creation or deletion of an index for each table and ` +
        'update. Release them one after the other.';
      return [{ rule: 'indexes', construct: constructOf(assembly, part, logicalId), message }];
    }),
  );
}

function constructOf(assembly: Assembly, part: string, logicalId: string): string {
  const placed = resources(assembly).find(
    (one) => one.logicalId === logicalId && partOf(one.stack.name, assembly.stage) === part,
  );
  return placed?.construct ?? `OmniStream-${assembly.stage}-${part}/${logicalId}`;
}
