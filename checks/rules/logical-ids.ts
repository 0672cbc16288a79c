import { type Finding, type Rule, resources } from '../rule';

/** CDK names these after both resources that they connect, with the hash of the second one in the middle. */
const connections = ['AWS::Lambda::Permission', 'AWS::Lambda::EventSourceMapping'];

/**
 * The console and the events of a deployment show logical ids. CDK appends a hash of the path; any other hash comes from
 * a construct without a readable id.
 */
export const logicalIds: Rule = {
  name: 'logical-ids',
  check: (assembly) =>
    resources(assembly).flatMap(({ construct, logicalId, resource: { Type } }): Finding[] => {
      const words = logicalId.replace(/[0-9A-F]{8}$/, '');
      const [hash] = words.match(/(?=[A-F]*\d)(?=\d*[A-F])[\dA-F]{6,}|(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{6,}/) ?? [];
      if (connections.includes(Type) || (words && !hash)) return [];
      const message = `The logical id ${logicalId} is not readable${hash ? ` (${hash})` : ''}. Give the construct its own id.`;
      return [{ rule: 'logical-ids', construct, message }];
    }),
};
