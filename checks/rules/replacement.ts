import type { Assembly } from '../assembly';
import { partOf, type ReleasedStage, releasedStage } from '../released';
import { type Finding, resources } from '../rule';

/** Keys that playback is signed with come and go with `signingKeys` of the stage. */
const rotated = /^SigningKeys(Secret|PublicKey)\d/;

/** Resources of the last release that this assembly would replace or delete, although they hold data or are known outside. */
export function replaced(before: ReleasedStage, assembly: Assembly): Finding[] {
  const now = releasedStage(assembly);
  return Object.entries(before).flatMap(([part, released]) =>
    Object.entries(released).flatMap(([logicalId, { type, createOnly }]) => {
      const current = now[part]?.[logicalId];
      const construct = constructOf(assembly, part, logicalId);
      if (!current && rotated.test(logicalId)) return [];
      if (!current) {
        const message =
          `${type} ${logicalId} of the stack ${part} is not in the template any more, so that CloudFormation would delete ` +
          'or abandon it. Keep its path and id in the app, or write down the migration and run `node scripts/released.mjs --write`.';
        return [{ rule: 'replacement', construct, message }];
      }
      if (current.createOnly === createOnly && current.type === type) return [];
      const message =
        `${type} would be replaced, and what it holds would be lost: a create-only property is not as it was released. ` +
        'Take the change back, or write down the migration and run `node scripts/released.mjs --write`.';
      return [{ rule: 'replacement', construct, message }];
    }),
  );
}

/**
 * One index created or deleted for each stack and release. "You can only create or delete one global secondary index in a
 * single stack operation" (AWS::DynamoDB::GlobalTable, GlobalSecondaryIndexes). DynamoDB itself counts by table: "Cannot
 * perform more than one GSI creation or deletion in a single update" (aws-cdk issue 14920). The narrower reading holds.
 */
export function indexChanges(before: ReleasedStage, assembly: Assembly): Finding[] {
  const now = releasedStage(assembly);
  return Object.entries(before).flatMap(([part, released]) => {
    const changes = Object.entries(released).flatMap(([logicalId, { indexes: old = [] }]) => {
      const current = now[part]?.[logicalId];
      if (!current) return [];
      const { indexes = [] } = current;
      return [
        ...indexes.filter((name) => !old.includes(name)).map((name) => ({ logicalId, does: `creates ${name}` })),
        ...old.filter((name) => !indexes.includes(name)).map((name) => ({ logicalId, does: `deletes ${name}` })),
      ];
    });
    const [first] = changes;
    if (!first || changes.length < 2) return [];
    const list = changes.map(({ logicalId, does }) => `${does} of ${logicalId}`).join(' and ');
    const message =
      `One release ${list}; DynamoDB takes one creation or deletion of an index in an update. Release them one after ` +
      'the other.';
    return [{ rule: 'indexes', construct: constructOf(assembly, part, first.logicalId), message }];
  });
}

function constructOf(assembly: Assembly, part: string, logicalId: string): string {
  const placed = resources(assembly).find(
    (one) => one.logicalId === logicalId && partOf(one.stack.name, assembly.stage) === part,
  );
  return placed?.construct ?? `OmniStream-${assembly.stage}-${part}/${logicalId}`;
}
