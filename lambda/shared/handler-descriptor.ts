import * as z from 'zod/mini';

/** The schema of each variable, by the variable's name. */
export type Variables = Readonly<Record<string, z.ZodMiniType<unknown, string>>>;

/** A Lambda function as `lib/` and its entry both need it: its name and its environment. */
export interface HandlerDescriptor<V extends Variables = Variables> {
  /** The part before `.lambda.ts` of the entry's file name. The bundle has the same name. */
  readonly name: string;
  /** Parses the environment. */
  readonly env: z.ZodMiniObject<V>;
}

/** The environment that the entry of a described function reads, parsed. */
export type EnvOf<D extends HandlerDescriptor> = z.output<D['env']>;

/**
 * Describes a function in the `{name}.env.ts` beside its entry. The entry parses its environment with the descriptor,
 * and `Handler` (lib/constructs/handler.ts) accepts the variables of the descriptor and no others.
 */
export function describeHandler<V extends Variables>(name: string, variables: V): HandlerDescriptor<V> {
  return { name, env: z.object(variables) };
}
