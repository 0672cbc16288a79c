import type { Assembly, Finding } from '../../../checks';

// biome-ignore lint/suspicious/noExplicitAny: faults make resources that no schema would allow
export type Draft = any;

/** One fault in an otherwise correct stage, with the rule that must find it. */
export interface Fault {
  /** The fault, as the name of a test. */
  readonly fault: string;
  readonly stage: 'dev' | 'prod';
  /** Changes the assembly in place. */
  readonly seed: (assembly: Assembly) => void;
  /** The rule's name. */
  readonly rule: string;
  /** The end of the construct's path in the finding, without `OmniStream-{stage}-`. */
  readonly construct: string;
  /** The message of the finding. @default - any */
  readonly message?: RegExp;
  /**
   * What finds it, given the assembly before and after.
   * @default - the rule of that name in `checks/`
   */
  readonly check?: (before: Assembly, after: Assembly) => readonly Finding[];
}

/** The stack whose name ends with `part`. */
export function stackOf({ stacks }: Assembly, part: string): Draft {
  const found = stacks.find(({ name }) => name.endsWith(`-${part}`));
  if (!found) throw new Error(`There is no stack ${part}`);
  return found;
}

/** The resource at `path`, which begins with the stack's part: `Storage/Lake`. Throws if there is none. */
export function resourceAt(assembly: Assembly, path: string): Draft {
  const [part = '', ...rest] = path.split('/');
  const { template, name } = stackOf(assembly, part);
  const full = [name, ...rest].join('/');
  const found = Object.values<Draft>(template.Resources).find(({ Metadata }) =>
    [full, `${full}/Resource`].includes(Metadata?.['aws:cdk:path']),
  );
  if (!found) throw new Error(`There is no resource at ${path}`);
  return found;
}

/** The first resource of the type in the stack. Throws if there is none. */
export function firstOf(assembly: Assembly, part: string, type: string): Draft {
  const found = Object.values<Draft>(stackOf(assembly, part).template.Resources).find(({ Type }) => Type === type);
  if (!found) throw new Error(`${part} has no ${type}`);
  return found;
}

/** Adds a resource at the path `{part}/Added`. */
export function add(assembly: Assembly, part: string, Type: string, Properties: object): void {
  const { template, name } = stackOf(assembly, part);
  template.Resources.Added = { Type, Properties, Metadata: { 'aws:cdk:path': `${name}/Added` } };
}
