import { type Finding, type Rule, resources } from '../rule';

/** CDK names these after both resources that they connect, and the second one's hash stays in the middle. */
const connections = ['AWS::Lambda::Permission', 'AWS::Lambda::EventSourceMapping'];

/**
 * Logical ids are what the console and the events of a deployment show. CDK ends them with a hash of the path; any other
 * hash in them comes from a construct that was not given a name.
 */
export const logicalIds: Rule = {
  name: 'logical-ids',
  check: (assembly) =>
    resources(assembly).flatMap(({ construct, logicalId, resource: { Type } }): Finding[] => {
      const words = logicalId.replace(/[0-9A-F]{8}$/, '');
      const [hash] = words.match(/(?=[A-F]*\d)(?=\d*[A-F])[\dA-F]{6,}|(?=[a-f]*\d)(?=\d*[a-f])[\da-f]{6,}/) ?? [];
      if (connections.includes(Type) || (words && !hash)) return [];
      const message = `The logical id ${logicalId} does not read${hash ? ` (${hash})` : ''}: make the construct with an id of its own.`;
      return [{ rule: 'logical-ids', construct, message }];
    }),
};
