import { fixedNameOf } from '../names';
import { type Rule, resources } from '../rule';

/**
 * If a resource with a fixed name is retained when its creation is rolled back, the next attempt collides with it.
 * `Retain` retains it in that case, `RetainExceptOnCreate` does not:
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
            `${Type} has the fixed ${name.path} "${name.text}" and DeletionPolicy Retain. After a failed first deployment ` +
            'it stays, and the next attempt fails because the name exists. Use RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE.',
        },
      ];
    }),
};
