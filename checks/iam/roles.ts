import type { Assembly } from '../assembly';
import { type Finding, type Placed, resources } from '../rule';
import type { Placeholders } from './placeholders';
import type { Policy, Statement } from './policies';
import { isService } from './reference';

type Found = Omit<Finding, 'rule'>;

/** Services whose principal differs from the name in their CloudFormation types. */
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

/** Checks the use of roles: the services that assume them, and the principals that pass them. */
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

/** Checks service principals. `delivery.logs.amazonaws.com` belongs to `logs`; the reference lists services, not principals. */
function unknownPrincipals({ placed, statements }: Policy): Found[] {
  const names = statements.flatMap(({ services }) => services);
  return names
    .filter((name) => {
      const label = /^(?:[\w-]+\.)*?([\w-]+)(?:\.[a-z]{2}-[a-z-]+-\d)?\.amazonaws\.com$/.exec(name)?.[1];
      return label === undefined || !isService(label);
    })
    .map((name) => ({ construct: placed.construct, message: `The service principal ${name} does not exist.` }));
}

/** A policy that names a role as its principal cannot be created before the role. */
function missingRoles({ placed, statements }: Policy, trust: ReadonlyMap<string, string[]>): Found[] {
  const names = statements.flatMap(({ principals }) => principals);
  return names
    .filter((name) => !/^(\*|\d{12}|arn:aws:iam::\d{12}:root)$/.test(name) && !trust.has(name))
    .map((name) => ({ construct: placed.construct, message: `The principal ${name} is not a role of this stage.` }));
}

/** The role in a resource's properties must trust the resource's service. */
function usedRoles(assembly: Assembly, trust: ReadonlyMap<string, string[]>, placeholders: Placeholders): Found[] {
  return resources(assembly)
    .filter(({ resource }) => !resource.Type.startsWith('AWS::IAM::') && !resource.Type.startsWith('Custom::'))
    .flatMap((placed) => {
      const service = principalOf(placed.resource.Type);
      return rolesNamed(placed, placed.resource.Properties, trust, placeholders)
        .filter((role) => !trust.get(role)?.includes(service))
        .map((role) => ({
          construct: placed.construct,
          message: `It uses the role ${role}, whose trust policy does not name ${service}.`,
        }));
    });
}

/** Values of properties with names such as `Role`, `RoleArn`, `RoleARN` and `IamRoleArn`. */
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

/** Every `iam:PassRole` must name the service, and the role must trust that service. */
function passedRoles(policies: readonly Policy[], trust: ReadonlyMap<string, string[]>): Found[] {
  return policies.flatMap(({ placed, statements }) =>
    statements
      .filter(({ actions }) => actions.includes('iam:PassRole'))
      .flatMap((statement): Found[] => {
        const { construct } = placed;
        const services = passedTo(statement);
        if (services.length === 0) {
          return [{ construct, message: 'iam:PassRole has no condition iam:PassedToService. Name the service in it.' }];
        }
        return statement.resources.flatMap((role) => {
          const trusted = trust.get(role);
          const wrong = services.filter((service) => trusted && !trusted.includes(service));
          return wrong.map((service) => ({
            construct,
            message: `${role} may be passed to ${service}, but its trust policy does not name that service.`,
          }));
        });
      }),
  );
}

const passedTo = ({ condition }: Statement): string[] =>
  Object.values(condition).flatMap((keys) => [keys['iam:PassedToService'] ?? []].flat().map(String));

/**
 * Functions and state machines that receive a role's ARN pass the role to a service, and therefore need `iam:PassRole` on
 * it: for MediaConvert's jobs and Personalize's imports.
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
        message: `It receives the role ${role} as ${name}, but may not pass it. Grant iam:PassRole on it.`,
      }));
  });
}
