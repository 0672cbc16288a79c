import { type Rule, resources } from '../rule';

interface Statement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Condition?: unknown;
}

/** Roles that services assume, by the end of their policies' paths, with the reason why they use a key directly. */
const direct: Readonly<Record<string, string>> = {
  'Speech/Transcribe/Role/DefaultPolicy': 'Transcribe checks the key of its output with the credentials of its caller',
  'Personalization/Data/Role/DefaultPolicy': 'Personalize creates grants of the key for its own training',
  'Content/ReplicationRole/DefaultPolicy': 'CDK makes the policy of S3 replication, for two keys of two regions',
};

/** Finds roles that may use a key of KMS by themselves: the key's data would be one stolen ciphertext away. */
export const keyUse: Rule = {
  name: 'key-use',
  check(assembly) {
    return resources(assembly, 'AWS::IAM::Policy')
      .filter(({ construct }) => !Object.keys(direct).some((path) => construct.endsWith(path)))
      .flatMap(({ construct, resource }) => {
        const statements: Statement[] = resource.Properties?.PolicyDocument?.Statement ?? [];
        return statements
          .filter(
            ({ Effect, Condition }) =>
              Effect === 'Allow' && !JSON.stringify(Condition ?? {}).includes('kms:ViaService'),
          )
          .flatMap(({ Action }) =>
            [Action]
              .flat()
              .filter((action): action is string => typeof action === 'string' && /^(kms:|\*$)/.test(action)),
          )
          .map((action) => ({
            rule: 'key-use',
            construct,
            message: `${action} is granted without the condition kms:ViaService. Limit it to the service that uses the key: grantKeyUse.`,
          }));
      });
  },
};
