import type { Assembly } from '../assembly';
import { type Placed, resources } from '../rule';
import { arnOf, type Placeholders } from './placeholders';

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  /** Empty if the policy belongs to a resource and names no resource. */
  readonly resources: readonly string[];
  /** Names of the condition keys. */
  readonly keys: readonly string[];
  /** `{"StringEquals": {"iam:PassedToService": "…"}}`, from the template. */
  readonly condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The principals of the kind `Service`. */
  readonly services: readonly string[];
  /** The principals that are ARNs or accounts. */
  readonly principals: readonly string[];
}

export interface Policy {
  readonly placed: Placed;
  /**
   * - `identity`: the actions that a role may perform.
   * - `trust`: the principals that may assume a role.
   * - `resource`: the actions that principals may perform on the resource.
   */
  readonly kind: 'identity' | 'trust' | 'resource';
  /** ARNs of the roles that have an identity policy. */
  readonly roles: readonly string[];
  readonly statements: readonly Statement[];
}

type Document = Readonly<Record<string, unknown>>;

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());

/** Every policy of every template of the assembly. */
export function policiesIn(assembly: Assembly, placeholders: Placeholders): Policy[] {
  return resources(assembly).flatMap((placed): Policy[] => {
    const { stack, logicalId, resource } = placed;
    const { Type, Properties = {} } = resource;
    const read = (document: unknown) => statementsOf(placed, placeholders, document);
    const roleArn = (id: string) => arnOf('AWS::IAM::Role', 'Arn', stack.region, id) ?? id;
    switch (Type) {
      case 'AWS::IAM::Role':
        return [
          { placed, kind: 'trust', roles: [], statements: read(Properties.AssumeRolePolicyDocument) },
          ...listOf(Properties.Policies).map(
            (each): Policy => ({
              placed,
              kind: 'identity',
              roles: [roleArn(logicalId)],
              statements: read((each as { PolicyDocument: unknown }).PolicyDocument),
            }),
          ),
        ];
      case 'AWS::IAM::Policy':
      case 'AWS::IAM::ManagedPolicy': {
        const roles = listOf(Properties.Roles).map((role) => roleArn(placeholders.text(stack, role)));
        return [{ placed, kind: 'identity', roles, statements: read(Properties.PolicyDocument) }];
      }
      case 'AWS::Lambda::Permission':
        return [{ placed, kind: 'resource', roles: [], statements: [permission(placed, placeholders)] }];
      default:
        return documentsIn(Properties).map((document): Policy => {
          return { placed, kind: 'resource', roles: [], statements: read(document) };
        });
    }
  });
}

/** Policies at any place in a resource's properties: `PolicyDocument`, `KeyPolicy`, `ResourcePolicy`. */
function documentsIn(value: unknown): Document[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Statement } = value as Document;
  const isPolicy = listOf(Statement).some((each) => typeof each === 'object' && each !== null && 'Effect' in each);
  return isPolicy ? [value as Document] : Object.values(value).flatMap(documentsIn);
}

function statementsOf({ stack }: Placed, placeholders: Placeholders, document: unknown): Statement[] {
  const texts = (value: unknown) => listOf(value).map((each) => placeholders.text(stack, each));
  return listOf((document as Document | undefined)?.Statement).map((each): Statement => {
    const { Effect, Action, Resource, Condition, Principal } = each as Document;
    const condition = (Condition ?? {}) as Statement['condition'];
    const { Service, ...others } = (typeof Principal === 'object' ? Principal : { AWS: Principal }) as Document;
    return {
      effect: String(Effect),
      actions: texts(Action),
      resources: texts(Resource),
      keys: Object.values(condition).flatMap((keys) => Object.keys(keys)),
      condition,
      services: texts(Service),
      principals: Object.values(others).flatMap(texts),
    };
  });
}

/** A Lambda permission is a statement of its function's policy, in its own format. */
function permission({ stack, resource }: Placed, placeholders: Placeholders): Statement {
  const { Action, FunctionName, Principal, ...rest } = resource.Properties;
  const conditions: Readonly<Record<string, string>> = {
    SourceArn: 'aws:SourceArn',
    SourceAccount: 'aws:SourceAccount',
    PrincipalOrgID: 'aws:PrincipalOrgID',
    FunctionUrlAuthType: 'lambda:FunctionUrlAuthType',
    InvokedViaFunctionUrl: 'lambda:InvokedViaFunctionUrl',
    EventSourceToken: 'lambda:EventSourceToken',
  };
  const principal = placeholders.text(stack, Principal);
  const isService = /\.amazonaws\.com$/.test(principal);
  return {
    effect: 'Allow',
    actions: [placeholders.text(stack, Action)],
    resources: [placeholders.text(stack, FunctionName)],
    keys: Object.keys(rest).flatMap((name) => conditions[name] ?? []),
    condition: {},
    services: isService ? [principal] : [],
    principals: isService ? [] : [principal],
  };
}
