import type { IncomingHttpHeaders } from 'node:http';

/** A web request as WAF inspects it. */
export interface WebRequest {
  readonly method: string;
  /** The path as it was sent, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The address of the sender. */
  readonly address: string;
}

/** The response of a rule that blocks. `body` is absent for a rule without a custom response. */
export interface BlockResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the properties of rules and statements are those of the template
export type Properties = Record<string, any>;

/** The only key of a template's union, such as a statement, with its value. Throws if there is not exactly one. */
export function onlyMember(union: Properties, what: string): [string, Properties] {
  const [member, ...others] = Object.entries(union);
  if (!member || others.length > 0) throw new Error(`the ${what} must have exactly one member`);
  return member as [string, Properties];
}

/** Throws an error that names the first property of a template which this runtime does not support. */
export function refuseUnknown(properties: Properties, known: readonly string[], what: string): void {
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown) throw new Error(`the property ${unknown} of the ${what} is not supported by this runtime`);
}
