import { type Rule, resources } from '../rule';
import { walk } from '../values';

/** Forms of credentials: PEM (RFC 7468), and access keys (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
const credential = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/;

/** Templates are read by everybody who may describe a stack, and stay in the bucket of the bootstrap. */
export const plainSecrets: Rule = {
  name: 'plain-secrets',
  check: (assembly) =>
    resources(assembly).flatMap(({ construct, resource: { Type, Properties } }) => {
      let found = Type === 'AWS::SecretsManager::Secret' && typeof Properties?.SecretString === 'string';
      walk(Properties, (node) => {
        found ||= Object.values(node).some((value) => typeof value === 'string' && credential.test(value));
      });
      if (!found) return [];
      const message =
        'The template contains a secret in plain text. Let Secrets Manager generate it, or let a function write it.';
      return [{ rule: 'plain-secrets', construct, message }];
    }),
};
