import type { Assembly } from '../assembly';
import { type Finding, type Placed, resources } from '../rule';
import type { Placeholders } from './placeholders';
import type { Policy, Statement } from './policies';
import { isService } from './reference';

type Found = Omit<Finding, 'rule'>;

/** Services whose principal is not called after their CloudFormation types. */
const principalNames: Readonly<Record<string, string>> = {
  StepFunctions: 'states',
  KinesisFirehose: 'firehose',
  ApiGatewayV2: 'apigateway',
  Cognito: 'cognito-idp',
};

const principalOf = (type: string) => {
  const [, service = ''] = type.split('::');
  return `${principalNames[service] ?? service.toLowerCase()}.amazonaws.com`;
};

const trustedBy = (statements: readonly Statement[]) =>
  statements.filter(({ effect }) => effect === 'Allow').flatMap(({ services }) => services);

/** What roles are for: who takes them on, and who hands them over. */
export function examineRoles(assembly: Assembly, policies: readonly Policy[], placeholders: Placeholders): Found[] {
  const arnOf = ({ stack, logicalId }: Placed) =>
    placeholders.text(stack, { 'Fn::GetAtt': [logicalId, 'Arn'] }).replace(/:role\/.*\//, ':role/');
  const trust = new Map(
    policies
      .filter(({ kind }) => kind === 'trust')
      .map(({ placed, statements }) => [arnOf(placed), trustedBy(statements)] as const),
  );
  return [
    ...policies.flatMap(unknownPrincipals),
    ...policies.flatMap((policy) => missingRoles(policy, trust)),
    ...usedRoles(assembly, trust, placeholders),
    ...passedRoles(policies, trust),
    ...handedOver(assembly, policies, trust, placeholders),
  ];
}

/** `delivery.logs.amazonaws.com` is of `logs`: the reference knows the services, if not their principals. */
function unknownPrincipals({ placed, statements }: Policy): Found[] {
  const names = statements.flatMap(({ services }) => services);
  return names
    .filter((name) => {
      const label = /^(?:[\w-]+\.)*?([\w-]+)(?:\.[a-z]{2}-[a-z-]+-\d)?\.amazonaws\.com$/.exec(name)?.[1];
      return label === undefined || !isService(label);
    })
    .map((name) => ({ construct: placed.construct, message: `There is no service principal ${name}.` }));
}

/** A policy that names a role as its principal cannot be created before the role. */
function missingRoles({ placed, statements }: Policy, trust: ReadonlyMap<string, string[]>): Found[] {
  const names = statements.flatMap(({ principals }) => principals);
  return names
    .filter((name) => !/^(\*|\d{12}|arn:aws:iam::\d{12}:root)$/.test(name) && !trust.has(name))
    .map((name) => ({ construct: placed.construct, message: `Its principal ${name} is no role of this stage.` }));
}

/** Roles that a resource's own properties name must be trusted by that resource's service. */
function usedRoles(assembly: Assembly, trust: ReadonlyMap<string, string[]>, placeholders: Placeholders): Found[] {
  return resources(assembly)
    .filter(({ resource }) => !resource.Type.startsWith('AWS::IAM::') && !resource.Type.startsWith('Custom::'))
    .flatMap((placed) => {
      const service = principalOf(placed.resource.Type);
      return rolesNamed(placed, placed.resource.Properties, trust, placeholders)
        .filter((role) => !trust.get(role)?.includes(service))
        .map((role) => ({
          construct: placed.construct,
          message: `It runs in the role ${role}, whose trust policy does not name ${service}.`,
        }));
    });
}

/** Values of properties that are called `Role`, `RoleArn`, `RoleARN`, `IamRoleArn` and the like. */
function rolesNamed(
  placed: Placed,
  value: unknown,
  trust: ReadonlyMap<string, string[]>,
  placeholders: Placeholders,
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (/^(Environment|DefinitionSubstitutions|DefinitionString)$/.test(name)) return [];
    const role = /Role(Arn|ARN)?$/.test(name) && placeholders.text(placed.stack, inner);
    return role && trust.has(role) ? [role] : rolesNamed(placed, inner, trust, placeholders);
  });
}

/** Every `iam:PassRole` says to which service, and that service is trusted by the role. */
function passedRoles(policies: readonly Policy[], trust: ReadonlyMap<string, string[]>): Found[] {
  return policies.flatMap(({ placed, statements }) =>
    statements
      .filter(({ actions }) => actions.includes('iam:PassRole'))
      .flatMap((statement): Found[] => {
        const { construct } = placed;
        const services = passedTo(statement);
        if (services.length === 0) {
          return [{ construct, message: 'iam:PassRole has no condition iam:PassedToService: name the one service.' }];
        }
        return statement.resources.flatMap((role) => {
          const trusted = trust.get(role);
          const wrong = services.filter((service) => trusted && !trusted.includes(service));
          return wrong.map((service) => ({
            construct,
            message: `${role} may be passed to ${service}, which its trust policy does not name.`,
          }));
        });
      }),
  );
}

const passedTo = ({ condition }: Statement): string[] =>
  Object.values(condition).flatMap((keys) => [keys['iam:PassedToService'] ?? []].flat().map(String));

/**
 * Functions and state machines that are given a role's ARN hand it to a service when they run, and so need
 * `iam:PassRole` on it: MediaConvert's jobs, Personalize's imports.
 */
function handedOver(
  assembly: Assembly,
  policies: readonly Policy[],
  trust: ReadonlyMap<string, string[]>,
  placeholders: Placeholders,
): Found[] {
  const machines = resources(assembly, 'AWS::Lambda::Function', 'AWS::StepFunctions::StateMachine');
  return machines.flatMap(({ stack, construct, resource }) => {
    const { Role, RoleArn, Environment, DefinitionSubstitutions } = resource.Properties;
    const own = placeholders.text(stack, Role ?? RoleArn);
    const values = { ...Environment?.Variables, ...DefinitionSubstitutions };
    const passable = policies
      .filter(({ roles }) => roles.includes(own))
      .flatMap(({ statements }) => statements.filter(({ actions }) => actions.includes('iam:PassRole')))
      .flatMap((statement) => statement.resources);
    return Object.entries(values)
      .map(([name, value]) => ({ name, role: placeholders.text(stack, value) }))
      .filter(({ role }) => trust.has(role) && !passable.includes(role))
      .map(({ name, role }) => ({
        construct,
        message: `It is given the role ${role} as ${name}, and may not pass it: grant iam:PassRole on it.`,
      }));
  });
}
