import { Iam } from '../../iam/iam';
import type { Principal, Resource } from '../../kernel/service';
import { type Laptop, startLaptop } from '../../testing/start-services';
import conditions from '../cases/iam-conditions.json';
import decisions from '../cases/iam-decisions.json';

const accountId = '000000000000';
const region = 'eu-west-1';
const document = (Statement: unknown, Version = '2012-10-17') => ({ Version, Statement });
const trustsNobody = { Effect: 'Allow', Principal: { Service: 'nobody.amazonaws.com' }, Action: 'sts:AssumeRole' };

let laptop: Laptop;
beforeAll(async () => {
  laptop = await startLaptop(() => []);
});
afterAll(() => laptop.stop());

/** An account of its own for every case. */
function account() {
  const iam = new Iam(laptop.kernel);
  const deploy = (type: string, name: string, properties: object) => {
    const resource: Resource = {
      ...{ type, name, properties, accountId, region },
      ...{ logicalId: name, stackName: 'Test', metadata: {} },
    };
    iam.service.resources?.[type]?.deploy?.(resource);
  };
  return { iam, deploy };
}

const role: Principal = { kind: 'role', accountId, roleArn: `arn:aws:iam::${accountId}:role/film`, sessionName: 'run' };

function principalOf(given: string | { service: string; sourceArn?: string }): Principal {
  if (typeof given === 'object') return { kind: 'service', accountId, ...given };
  if (given === 'root') return { kind: 'root', accountId };
  return given === 'anonymous' ? { kind: 'anonymous' } : role;
}

interface DecisionCase {
  readonly principal: string | { service: string; sourceArn?: string };
  readonly action: string;
  readonly resource: string;
  readonly region?: string;
  readonly context?: Record<string, string>;
  readonly identity?: unknown[];
  readonly managed?: string[];
  readonly boundary?: unknown[];
  readonly trust?: unknown[];
  readonly resourcePolicy?: { arn: string; statements: unknown[] };
}

describe('IAM decides as AWS does:', () => {
  test.each(decisions.map(({ name, input, expected }) => [name, input as DecisionCase, expected] as const))(
    '%s',
    (_name, input, expected) => {
      const { iam, deploy } = account();
      const limits = input.boundary && { PermissionsBoundary: `arn:aws:iam::${accountId}:policy/limit` };
      if (input.boundary) deploy('AWS::IAM::ManagedPolicy', 'limit', { PolicyDocument: document(input.boundary) });
      deploy('AWS::IAM::Role', 'film', {
        AssumeRolePolicyDocument: document([trustsNobody]),
        Policies: [{ PolicyName: 'inline', PolicyDocument: document(input.identity ?? []) }],
        ManagedPolicyArns: input.managed,
        ...limits,
      });
      deploy('AWS::IAM::Role', 'other', { AssumeRolePolicyDocument: document(input.trust ?? [trustsNobody]) });
      const { resourcePolicy, action, resource, context } = input;
      if (resourcePolicy) iam.resourcePolicy(resourcePolicy.arn, document(resourcePolicy.statements));
      const ask = () =>
        iam.authorize(principalOf(input.principal), input.region ?? region, [{ action, resource, context }]);
      if (expected === 'allowed') expect(ask).not.toThrow();
      else expect(ask).toThrow(expected);
    },
  );
});

interface ConditionCase {
  readonly condition: object;
  readonly context: Record<string, string | string[]>;
  readonly version?: string;
}

describe('conditions hold as AWS has it:', () => {
  test.each(
    conditions.map(({ name, input, expected }) => [name, input as unknown as ConditionCase, expected] as const),
  )('%s', (_name, { condition, context, version }, expected) => {
    const { iam, deploy } = account();
    const statement = { Effect: 'Allow', Action: 'x:Do', Resource: '*', Condition: condition };
    deploy('AWS::IAM::Role', 'film', {
      AssumeRolePolicyDocument: document([trustsNobody]),
      Policies: [{ PolicyName: 'inline', PolicyDocument: document(statement, version) }],
      Tags: [{ Key: 'team', Value: 'film' }],
    });
    const ask = () => iam.authorize(role, region, [{ action: 'x:Do', resource: '*', context }]);
    if (expected) expect(ask).not.toThrow();
    else expect(ask).toThrow('because no identity-based policy allows the x:Do action');
  });
});
