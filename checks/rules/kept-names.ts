import { fixedNameOf } from '../names';
import { type Rule, resources } from '../rule';

/**
 * A resource that is kept when its creation is rolled back collides with the next attempt, if it has a fixed name.
 * `Retain` keeps it, `RetainExceptOnCreate` does not:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
 */
export const keptNames: Rule = {
  name: 'kept-names',
  check: (assembly) =>
    resources(assembly).flatMap((placed) => {
      const { Type, DeletionPolicy } = placed.resource;
      if (DeletionPolicy !== 'Retain') return [];
      const name = fixedNameOf(placed);
      if (!name) return [];
      return [
        {
          rule: 'kept-names',
          construct: placed.construct,
          message:
            `${Type} has the fixed ${name.path} "${name.text}" and DeletionPolicy Retain: after a failed first deployment ` +
            'it stays, and the next attempt finds its name taken. Use RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE.',
        },
      ];
    }),
};
