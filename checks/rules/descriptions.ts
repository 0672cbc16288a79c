import { type Rule, resources } from '../rule';

/**
 * IAM refuses typographic quotes and dashes: the pattern of Description in API_CreateRole, which the schemas of
 * CloudFormation do not have. "Value at 'description' failed to satisfy constraint: Member must satisfy regular expression
 * pattern". https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
const iam = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]*$/;

export const descriptions: Rule = {
  name: 'descriptions',
  check: (assembly) =>
    resources(assembly, 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy').flatMap(({ construct, resource }) => {
      const text = resource.Properties?.Description;
      if (typeof text !== 'string' || iam.test(text)) return [];
      const odd = [...text].filter((character) => !iam.test(character)).join(' ');
      const message = `The description has ${odd}, which IAM refuses: write it in Latin-1, with plain quotes and dashes.`;
      return [{ rule: 'descriptions', construct, message }];
    }),
};
