import type { Assembly } from '../../checks/assembly';
import { Placeholders } from '../../checks/iam/placeholders';
import { type Policy, policiesIn } from '../../checks/iam/policies';
import { actionsNamed } from '../../checks/iam/reference';
import { type Placed, resources } from '../../checks/rule';
import { type Holder, holdersNamed, holdersOfRoles } from './holders';
import { nameOf, qualified } from './qualified';

/** Evidence for a claim about a flow, from a template. */
export type Evidence =
  /** A resource has these properties, among others. Objects may have more members, and lists more elements. */
  | { readonly of: string; readonly has: Readonly<Record<string, unknown>> }
  /** A resource does not have a property. */
  | { readonly of: string; readonly lacks: string }
  /** A principal is allowed an action; `on` is the resource in the statement: `Storage.Uploads/uploads/*`. */
  | Permission;

interface Permission {
  readonly who: string;
  readonly may: string;
  readonly on?: string;
  /** A condition key of the statement. */
  readonly under?: string;
}

/** Whether an action matches a policy's pattern. */
const isNamed = (action: string, pattern: string) =>
  actionsNamed(pattern).some(({ name }) => `${pattern.split(':')[0]}:${name}` === action);

/** Searches for evidence in one assembly. */
export class Witness {
  private readonly assembly: Assembly;
  private readonly policies: readonly Policy[];
  private readonly roles: ReadonlyMap<string, Holder>;
  private readonly placeholders: Placeholders;

  constructor(assembly: Assembly) {
    this.assembly = qualified(assembly);
    this.placeholders = new Placeholders(this.assembly);
    this.policies = policiesIn(this.assembly, this.placeholders);
    this.roles = holdersOfRoles(this.assembly, this.policies, this.placeholders);
  }

  /** The fault of a piece of evidence, or `undefined` if it is in the templates. */
  problemWith(evidence: Evidence): string | undefined {
    if ('who' in evidence) return this.isAllowed(evidence) ? undefined : `no statement allows: ${textOf(evidence)}`;
    const found = this.resourcesOf(evidence.of);
    if (found.length === 0) return `the resource ${evidence.of} does not exist`;
    const holds = found.some(({ stack, resource: { Properties = {} } }) =>
      'has' in evidence
        ? isPart(evidence.has, Properties, (value) => this.placeholders.text(stack, value))
        : !(evidence.lacks in Properties),
    );
    return holds ? undefined : `the template does not contain: ${textOf(evidence)}`;
  }

  private resourcesOf(name: string): Placed[] {
    return resources(this.assembly).filter(
      ({ logicalId }) => `${logicalId.split('.')[0]}.${nameOf(logicalId)}` === name,
    );
  }

  private isAllowed({ who, may, on, under }: Permission): boolean {
    const [store = '', ...part] = on?.split('/') ?? [];
    const ids = on ? this.resourcesOf(store).map(({ logicalId }) => [logicalId, ...part].join('/')) : [];
    return this.policies.some((policy) =>
      policy.statements
        .filter(({ effect }) => effect === 'Allow')
        .filter(({ keys }) => under === undefined || keys.includes(under))
        .filter(({ actions }) => actions.some((action) => isNamed(may, action)))
        .filter((statement) => {
          const isOwn = statement.resources.includes('*') && ids.includes(policy.placed.logicalId);
          return !on || isOwn || statement.resources.some((resource) => ids.some((id) => resource.endsWith(id)));
        })
        .some((statement) => {
          const holders = policy.kind === 'resource' ? holdersNamed(statement) : this.holdersOf(policy);
          return holders.some(({ name }) => name === who);
        }),
    );
  }

  private holdersOf({ roles }: Policy): Holder[] {
    return roles.flatMap((role) => this.roles.get(role) ?? []);
  }
}

/** Whether `wanted` is a part of `given`. Intrinsic functions are converted to text where text is wanted. */
function isPart(wanted: unknown, given: unknown, read: (value: unknown) => string): boolean {
  if (wanted instanceof RegExp)
    return given !== undefined && wanted.test(typeof given === 'string' ? given : read(given));
  if (Array.isArray(wanted)) {
    return Array.isArray(given) && wanted.every((each) => given.some((other) => isPart(each, other, read)));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof given !== 'object' || given === null) return false;
    return Object.entries(wanted).every(([key, value]) => isPart(value, (given as Record<string, unknown>)[key], read));
  }
  return wanted === given;
}

/** A piece of evidence as text for a table. */
export function textOf(evidence: Evidence): string {
  if ('who' in evidence) {
    const { who, may, on, under } = evidence;
    return `\`${who}\` may \`${may}\`${on ? ` on \`${on}\`` : ''}${under ? `, under \`${under}\`` : ''}`;
  }
  if ('lacks' in evidence) return `\`${evidence.of}\` has no \`${evidence.lacks}\``;
  return `\`${evidence.of}\`: ${pathsOf(evidence.has)
    .map((path) => `\`${path}\``)
    .join(', ')}`;
}

function pathsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsOf(each, path));
  if (typeof value === 'object' && value !== null && !(value instanceof RegExp)) {
    return Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, path ? `${path}.${key}` : key));
  }
  return [`${path} = ${value instanceof RegExp ? value.source.replaceAll('\\', '') : value}`];
}
