import type { Assembly } from '../assembly';
import { partOf, type ReleasedStage, releasedStage } from '../released';
import { type Finding, resources } from '../rule';

/** Signing keys of playback. The stage's `signingKeys` adds and removes them. */
const rotated = /^SigningKeys(Secret|PublicKey)\d/;

/** Resources of the last release that this assembly would replace or delete, although they contain data or have public names. */
export function replaced(before: ReleasedStage, assembly: Assembly): Finding[] {
  const now = releasedStage(assembly);
  return Object.entries(before).flatMap(([part, released]) =>
    Object.entries(released).flatMap(([logicalId, { type, createOnly }]) => {
      const current = now[part]?.[logicalId];
      const construct = constructOf(assembly, part, logicalId);
      if (!current && rotated.test(logicalId)) return [];
      if (!current) {
        const message =
          `${type} ${logicalId} of the stack ${part} is no longer in the template, so CloudFormation would delete or ` +
          'abandon it. Keep its path and id in the app, or document the migration and run `node scripts/released.mjs --write`.';
        return [{ rule: 'replacement', construct, message }];
      }
      if (current.createOnly === createOnly && current.type === type) return [];
      const message =
        `${type} would be replaced and its data would be lost, because a create-only property differs from the release. ` +
        'Revert the change, or document the migration and run `node scripts/released.mjs --write`.';
      return [{ rule: 'replacement', construct, message }];
    }),
  );
}

/**
 * Allows one created or deleted index per stack and release. "You can only create or delete one global secondary index in
 * a single stack operation" (AWS::DynamoDB::GlobalTable, GlobalSecondaryIndexes). DynamoDB itself counts by table: "Cannot
 * perform more than one GSI creation or deletion in a single update" (aws-cdk issue 14920). The rule uses the narrower one.
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
      `One release ${list}. DynamoDB accepts one creation or deletion of an index per update. Release them one after ` +
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
