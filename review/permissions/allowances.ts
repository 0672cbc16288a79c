import type { Assembly, Stack } from '../../checks/assembly';
import { Placeholders } from '../../checks/iam/placeholders';
import { type Policy, policiesIn, type Statement } from '../../checks/iam/policies';

/** One action on one resource pattern that one statement of a template allows. It does not depend on the stage. */
export interface Allowance {
  /** The role with the permission, or the principals of a trust or resource policy. */
  readonly holder: string;
  /** The policy with the statement: `MediaPipeline/InspectRoleDefaultPolicy`. */
  readonly policy: string;
  /** The action in the statement: `s3:GetObject`, `kms:GenerateDataKey*`. */
  readonly action: string;
  /** The ARN with names of constructs instead of physical names; `the resource itself` if the policy names no resource. */
  readonly resource: string;
  /** The conditions: `kms:ViaService = s3.eu-west-1.amazonaws.com`. Empty without conditions. */
  readonly when: string;
}

/** An allowance with its place in the templates of an assembly. */
export interface PlacedAllowance extends Allowance {
  readonly stackName: string;
  readonly logicalId: string;
  readonly kind: Policy['kind'];
  /** `{stack}/{logicalId}` of the role, for identity policies. */
  readonly role?: string;
  /** Indices in the policy document; no resource index if the statement names no resource. */
  readonly statement: number;
  readonly resourceIndex?: number;
}

/** The identity of an allowance, which is the same in every stage. */
export const keyOf = ({ holder, policy, action, resource, when }: Allowance): string =>
  JSON.stringify([holder, policy, action, resource, when]);

/** Every allowance of an assembly, in the order of its templates. */
export function allowancesIn(given: Assembly): PlacedAllowance[] {
  const assembly = withDistinctBuckets(given);
  const placeholders = new Placeholders(assembly);
  const stage = stageOf(assembly);
  return policiesIn(assembly, placeholders).flatMap((policy) => {
    const { stack, logicalId } = policy.placed;
    const place = { stackName: stack.name, logicalId, kind: policy.kind, policy: nameOf(stack, logicalId) };
    return policy.statements.flatMap((statement, index) => {
      if (statement.effect !== 'Allow') return [];
      const when = plain(
        conditionText(statement, (value) => placeholders.text(stack, value)),
        stage,
      );
      return holdersOf(policy, statement, assembly, stage).flatMap((holder) =>
        statement.actions.flatMap((action) =>
          resourcesOf(statement, stage).map((resource) => ({
            ...place,
            ...holder,
            ...{ action, when, statement: index },
            ...resource,
          })),
        ),
      );
    });
  });
}

/** Adds the name of the stack to buckets with the same id in several stacks, because ARNs of buckets have no region. */
function withDistinctBuckets(assembly: Assembly): Assembly {
  const bucketsOf = ({ template }: Stack) =>
    Object.keys(template.Resources).filter((id) => template.Resources[id]?.Type === 'AWS::S3::Bucket');
  const all = assembly.stacks.flatMap(bucketsOf);
  const stacks = assembly.stacks.map((stack) => {
    const doubled = bucketsOf(stack).filter((id) => all.indexOf(id) !== all.lastIndexOf(id));
    const text = doubled.reduce(
      (json, id) => json.replaceAll(`"${id}"`, `"${partsOf(stack.name).part}${id}"`),
      JSON.stringify(stack.template),
    );
    return { ...stack, template: JSON.parse(text) as Stack['template'] };
  });
  return { ...assembly, stacks };
}

function resourcesOf({ resources }: Statement, stage: string): Pick<PlacedAllowance, 'resource' | 'resourceIndex'>[] {
  if (resources.length === 0) return [{ resource: 'the resource itself' }];
  return resources.map((text, resourceIndex) => ({ resource: plain(text, stage), resourceIndex }));
}

function holdersOf(
  { kind, roles, placed }: Policy,
  { services, principals }: Statement,
  assembly: Assembly,
  stage: string,
): Pick<PlacedAllowance, 'holder' | 'role'>[] {
  if (kind !== 'identity') {
    return [{ holder: [...services, ...principals].map((name) => plain(name, stage)).join(', ') }];
  }
  return roles.map((arn) => {
    const id = arn.split('/').at(-1) as string;
    const owner = [placed.stack, ...assembly.stacks].find(({ template }) => id in template.Resources);
    return owner ? { holder: nameOf(owner, id), role: `${owner.name}/${id}` } : { holder: plain(id, stage) };
  });
}

function conditionText({ condition }: Statement, text: (value: unknown) => string): string {
  const all = Object.values(condition).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => `${key} = ${[values].flat().map(text).join(' or ')}`),
  );
  return all.join('; ');
}

/** `MediaPipeline/InspectRole` of `InspectRole7DAA718B` in `OmniStream-dev-MediaPipeline`. */
function nameOf({ name: stackName }: Pick<Stack, 'name'>, logicalId: string): string {
  const { stage, part } = partsOf(stackName);
  return `${part}/${withoutHashes(logicalId.replace(`OmniStream${stage.replaceAll('-', '')}`, ''))}`;
}

const stageOf = ({ stacks }: Assembly): string => partsOf(stacks[0]?.name ?? '').stage;

function partsOf(stackName: string): { readonly stage: string; readonly part: string } {
  const [, stage = '', part = ''] = /^OmniStream-(.+)-(\w+)$/.exec(stackName) ?? [];
  return { stage, part };
}

function plain(text: string, stage: string): string {
  const stageName = new RegExp(`(?<![a-z0-9])${stage.replaceAll('-', '[-_]')}(?![a-z0-9])`, 'gi');
  const named = text.replace(/\d{12}/g, '{account}').replace(stageName, '{stage}');
  // Signing keys and generations of datasets are numbered, and all of them are equal.
  return withoutHashes(named)
    .replace(/(SigningKeysSecret|DataGeneration)\d+/g, '$1{n}')
    .replace(/(:filter\/.+)-[0-9a-f]{8}$/, '$1');
}

/** CDK appends a hash of eight hexadecimal digits to logical ids; a combined id contains several. */
const withoutHashes = (text: string) => text.replace(/(?:[0-9A-F]{8})+(?![0-9A-F])/g, '');
