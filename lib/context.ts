import type { Node } from 'constructs';
import { ConfigurationError, type Stage } from './config';
import { checkedStage } from './stage-schema';
import { mailRequestsPerTenMinutes, stages } from './stages';

/** Settings of a stage that `-c key=value` may change. All others are in the stage's record. */
export const contextKeys = [
  'stage',
  'primaryRegion',
  'replicaRegion',
  'quickSightPrincipal',
  'maxRecommenders',
  'emailFrom',
  'canary',
] as const;

type Context = Readonly<Partial<Record<(typeof contextKeys)[number], string>>>;

/** The stage with the given name. Throws {@link ConfigurationError} with the names of all stages. */
export function stageNamed(name: unknown): Stage {
  const stage = typeof name === 'string' && Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (!stage)
    throw new ConfigurationError(`There is no stage '${name}'. Choose one of: ${Object.keys(stages).join(', ')}`);
  return stage;
}

/**
 * Returns the stage of the context if it can be deployed. Throws {@link ConfigurationError} for unknown keys and invalid
 * values.
 */
export function stageIn(context: Readonly<Record<string, unknown>>): Stage {
  const { stage, primaryRegion, replicaRegion, quickSightPrincipal, maxRecommenders, emailFrom, canary } =
    knownOf(context);
  const named = stageNamed(stage);
  return checkedStage({
    ...named,
    ...(primaryRegion !== undefined && { region: primaryRegion }),
    ...(replicaRegion !== undefined && { replicaRegion }),
    ...(quickSightPrincipal !== undefined && { quickSightPrincipal }),
    // With an identity of SES, users can sign up without an invitation.
    ...(emailFrom !== undefined && {
      signIn: {
        mailRequestsPerTenMinutes,
        ...named.signIn,
        selfSignUp: true,
        email: { ...named.signIn.email, from: emailFrom },
      },
    }),
    ...(maxRecommenders !== undefined && { maxRecommenders: numberOf(maxRecommenders) }),
    ...(canary !== undefined && { canary: { everyMinutes: numberOf(canary), uploads: true } }),
  });
}

/** Values of the command line are texts. A text that is not a number is refused like any other invalid value. */
const numberOf = (text: string) => (text === '' ? Number.NaN : Number(text));

/** {@link stageIn} with the context of an app. */
export function stageOf(app: { readonly node: Node }): Stage {
  return stageIn(app.node.getAllContext());
}

function knownOf(context: Readonly<Record<string, unknown>>): Context {
  const known = new Set<string>(contextKeys);
  const unknown = Object.keys(context).filter((key) => isOurs(key) && !known.has(key));
  if (unknown.length > 0) {
    const names = unknown.map((key) => `'${key}'`).join(', ');
    throw new ConfigurationError(
      `The context has ${names}, which nothing reads. Known keys: ${contextKeys.join(', ')}`,
    );
  }
  return Object.fromEntries(contextKeys.map((key) => [key, context[key]]));
}

/** CDK's own keys are flags (`@aws-cdk/…`), settings (`aws:cdk:…`) and cached look-ups (`hosted-zone:account=…`). */
function isOurs(key: string): boolean {
  return !/[:@/]/.test(key);
}
