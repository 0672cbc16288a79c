import { type Rule, resources } from '../rule';
import { walk } from '../values';

/** Forms of credentials: PEM (RFC 7468), and access keys (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
const credential = /-----BEGIN [A-Z ]*PRIVATE KEY-----|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/;

/** Finds secrets in templates. Everyone who may describe a stack can read its template, and the bootstrap bucket keeps it. */
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
        'The template contains a secret in plain text. Use a secret that Secrets Manager generates or that a function writes.';
      return [{ rule: 'plain-secrets', construct, message }];
    }),
};
