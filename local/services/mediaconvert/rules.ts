import { ServiceError } from '../../kernel/service';
import type { StatedMembers } from './stated';

/** What a setting may be. Objects list the members that are understood; everything else is refused by its path. */
export type Rule =
  | {
      readonly kind: 'object';
      readonly members: Readonly<Record<string, Rule>>;
      readonly required: readonly string[];
      readonly stated: StatedMembers;
    }
  | { readonly kind: 'list'; readonly of: Rule; readonly least: number; readonly most: number }
  | { readonly kind: 'map'; readonly of: Rule }
  | { readonly kind: 'number'; readonly least: number; readonly most: number; readonly whole: boolean }
  | { readonly kind: 'text'; readonly pattern: RegExp }
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** @param required what AWS demands. @param stated what is demanded here beyond that */
export const object = (
  members: Readonly<Record<string, Rule>>,
  required: readonly string[] = [],
  stated: StatedMembers = {},
): Rule => ({ kind: 'object', members, required, stated });
export const list = (of: Rule, least = 0, most = Number.POSITIVE_INFINITY): Rule => ({ kind: 'list', of, least, most });
export const map = (of: Rule): Rule => ({ kind: 'map', of });
export const whole = (least: number, most: number): Rule => ({ kind: 'number', least, most, whole: true });
export const decimal = (least: number, most: number): Rule => ({ kind: 'number', least, most, whole: false });
export const text = (pattern = /^/): Rule => ({ kind: 'text', pattern });
export const choice = (...values: string[]): Rule => ({ kind: 'choice', values });

/** Throws `BadRequestException` for the first setting that breaks its rule, and names it by its path. */
export function conform(value: unknown, rule: Rule, path: string): void {
  if (value === undefined || value === null) return;
  switch (rule.kind) {
    case 'object': {
      const members = record(value, path);
      for (const [name, member] of Object.entries(members)) {
        if (member === undefined || member === null) continue;
        const own = rule.members[name];
        if (!own) throw refused(`${path}/${camel(name)}`, 'is not understood by this stand-in for MediaConvert');
        conform(member, own, `${path}/${camel(name)}`);
      }
      for (const name of rule.required) {
        if (members[name] === undefined || members[name] === null)
          throw refused(`${path}/${camel(name)}`, 'is required');
      }
      for (const [name, { default: byDefault, effect, when }] of Object.entries(rule.stated)) {
        if ((members[name] ?? undefined) !== undefined || when?.(members) === false) continue;
        throw refused(
          `${path}/${camel(name)}`,
          `is left to AWS's default (${byDefault}), which decides: ${effect}. State it`,
        );
      }
      return;
    }
    case 'list': {
      if (!Array.isArray(value)) throw refused(path, 'should be a list');
      if (value.length < rule.least || value.length > rule.most) {
        throw refused(
          path,
          `should have ${rule.least === rule.most ? rule.least : `${rule.least} to ${rule.most}`} items`,
        );
      }
      for (const [index, item] of value.entries()) conform(item, rule.of, `${path}/${index}`);
      return;
    }
    case 'map':
      for (const [key, item] of Object.entries(record(value, path))) conform(item, rule.of, `${path}/${key}`);
      return;
    case 'number':
      if (
        typeof value !== 'number' ||
        value < rule.least ||
        value > rule.most ||
        (rule.whole && !Number.isInteger(value))
      ) {
        throw refused(path, `should be a ${rule.whole ? 'whole ' : ''}number from ${rule.least} to ${rule.most}`);
      }
      return;
    case 'text':
      if (typeof value !== 'string' || !rule.pattern.test(value))
        throw refused(path, `should match ${rule.pattern.source}`);
      return;
    case 'choice':
      if (!rule.values.includes(value as string)) {
        throw refused(
          path,
          `is ${JSON.stringify(value)}; this stand-in for MediaConvert does ${rule.values.join(', ')}`,
        );
      }
  }
}

export function refused(path: string, why: string): ServiceError {
  return new ServiceError('BadRequestException', `${path}: ${why}`);
}

function record(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'should be an object');
  return value as Record<string, unknown>;
}

/** Names as the API spells them. */
const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
