import type { Stack } from '../../checks/assembly';
import type { Placed } from '../../checks/rule';
import { nameOf } from './qualified';

/** A state of a state machine, with the parts that the drawing shows. */
export interface State {
  readonly name: string;
  readonly type: 'Task' | 'Choice' | 'Parallel' | 'Map' | 'Pass' | 'Wait' | 'Succeed' | 'Fail';
  /** `Inspect` for a Lambda function, `mediaconvert:getJob` for an action of a service. Only for tasks. */
  readonly calls?: string;
  readonly isFunction: boolean;
  /** Whether the state waits for its task token. */
  readonly waitsForToken: boolean;
  /** Seconds until `States.Timeout`. */
  readonly timeout?: number;
  readonly retries: readonly Retry[];
  readonly catches: readonly Catch[];
  /** The next states after a success. */
  readonly next: readonly Step[];
  /** The branches of a `Parallel`, or the single branch of a `Map`. */
  readonly branches: readonly Machine[];
  /** The number of items of a `Map` that run in parallel. */
  readonly concurrency?: number;
  /** What the states do that are drawn as part of this one; see {@link partsOf}. */
  readonly includes: readonly string[];
}

export interface Machine {
  readonly start: string;
  readonly states: readonly State[];
}

interface Step {
  readonly to: string;
  /** The JSONata condition of a `Choice`; `undefined` for the default or an unconditional transition. */
  readonly condition?: string;
}

export interface Catch {
  readonly errors: readonly string[];
  readonly to: string;
}

export interface Retry {
  readonly errors: readonly string[];
  readonly attempts: number;
}

/** The names in a catcher that catches all errors: `States.ALL` does not include `States.DataLimitExceeded`. */
const everything = ['States.ALL', 'States.DataLimitExceeded'];

/** The errors of a catcher; `all` if it catches all errors. */
export const isCatchAll = ({ errors }: Catch) => errors.includes('States.ALL');

// biome-ignore lint/suspicious/noExplicitAny: a definition is JSON of Amazon States Language
type Definition = any;

/** Reads the definition of a state machine of the assembly. Throws for an unknown type of state or task. */
export function machineOf({ stack, logicalId, resource }: Placed): Machine {
  const { DefinitionString, DefinitionSubstitutions = {} } = resource.Properties;
  if (typeof DefinitionString !== 'string') throw new Error(`The definition of ${logicalId} is not a string`);
  return read(JSON.parse(DefinitionString), DefinitionSubstitutions, stack);
}

/**
 * The states in which a step waits for a busy service, and looks at its job. Every step has the same
 * (lib/constructs/workflow/waiting.ts and job-states.ts), so they are drawn as part of the step.
 */
const partsOf = (step: string) => ({
  'waits while its service is busy': [`${step}Busy`, `Note${step}Busy`, `Await${step}`],
  'looks at its job when news is late': [
    ...[`Find${step}Job`, `Read${step}Job`, `Judge${step}Job`, `Note${step}Queued`],
  ],
});

type Substitutions = Readonly<Record<string, unknown>>;

function read({ StartAt, States }: Definition, substitutions: Substitutions, stack: Stack): Machine {
  const steps = Object.keys(States).filter((name) => `Await${name}` in States);
  const parts = new Set(steps.flatMap((step) => Object.values(partsOf(step)).flat()));
  const drawn = Object.entries(States as Record<string, Definition>).filter(([name]) => !parts.has(name));
  const states = drawn.map(([name, state]): State => {
    const { Type, Next, Choices = [], Default, Branches = [], ItemProcessor, Catch = [], Retry = [] } = state;
    const branches = [...Branches, ...(ItemProcessor ? [ItemProcessor] : [])];
    return {
      name,
      type: known(name, Type),
      ...callOf(name, state, substitutions, stack),
      timeout: typeof state.TimeoutSeconds === 'number' ? state.TimeoutSeconds : undefined,
      retries: Retry.map(({ ErrorEquals, MaxAttempts = 3 }: Definition) => ({
        ...{ errors: ErrorEquals, attempts: MaxAttempts },
      })),
      catches: catchesOf(Catch).filter(({ to }) => !parts.has(to)),
      next: [
        ...Choices.map(({ Condition, Next: to }: Definition) => ({ to, condition: Condition })),
        ...[Default, Next].filter((to) => to !== undefined).map((to) => ({ to })),
      ],
      branches: branches.map((branch) => read(branch, substitutions, stack)),
      concurrency: state.MaxConcurrency,
      includes: steps.includes(name)
        ? Object.entries(partsOf(name)).flatMap(([text, names]) => (names.some((each) => each in States) ? [text] : []))
        : [],
    };
  });
  return { start: StartAt, states };
}

const types = ['Task', 'Choice', 'Parallel', 'Map', 'Pass', 'Wait', 'Succeed', 'Fail'] as const;

function known(name: string, type: string): State['type'] {
  const found = types.find((each) => each === type);
  if (!found) throw new Error(`The state ${name} is of type ${type}, which has no place in the drawing`);
  return found;
}

function catchesOf(catches: readonly Definition[]): Catch[] {
  const byTarget = new Map<string, string[]>();
  const single: Catch[] = [];
  for (const { ErrorEquals, Next } of catches) {
    if (ErrorEquals.every((error: string) => everything.includes(error))) {
      byTarget.set(Next, [...(byTarget.get(Next) ?? []), ...ErrorEquals]);
    } else single.push({ errors: ErrorEquals, to: Next });
  }
  return [...single, ...[...byTarget].map(([to, errors]) => ({ errors, to }))];
}

const none = { isFunction: false, waitsForToken: false };

function callOf(name: string, { Type, Resource, Arguments }: Definition, substitutions: Substitutions, stack: Stack) {
  if (Type !== 'Task') return none;
  const integration = /^arn:aws:states:::(?:aws-sdk:)?(\w+):(\w+)(\.\w+)?$/.exec(String(Resource));
  if (!integration) throw new Error(`The task ${name} has a resource that has no place in the drawing: ${Resource}`);
  const [, service, action, pattern] = integration;
  const waitsForToken = pattern === '.waitForTaskToken';
  if (service !== 'lambda') return { ...none, calls: `${service}:${action}`, waitsForToken };
  const placeholder = /^\$\{(\w+)\}$/.exec(String(Arguments?.FunctionName))?.[1] ?? '';
  const value = substitutions[placeholder] as { 'Fn::GetAtt'?: [string, string] } | undefined;
  const id = value?.['Fn::GetAtt']?.[0];
  if (!id || stack.template.Resources[id]?.Type !== 'AWS::Lambda::Function') {
    throw new Error(`The task ${name} does not invoke a function of its stack: ${Arguments?.FunctionName}`);
  }
  return { isFunction: true, waitsForToken, calls: functionName(id) };
}

/** `SpeechDubFunction882A9C1F` is `SpeechDub`. */
export const functionName = (id: string) => nameOf(id).replace(/Function$/, '');

/** The names of all states, including those in branches. */
export function stateNames({ states }: Machine): string[] {
  return states.flatMap(({ name, branches }) => [name, ...branches.flatMap(stateNames)]);
}
