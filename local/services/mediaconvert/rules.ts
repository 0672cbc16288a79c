import { ServiceError } from '../../kernel/service';
import type { StatedSettings } from './stated-settings/stated-setting';

/** The values that a setting may have. Objects list the supported members; all others are refused by their path. */
export type Rule =
  | {
      readonly kind: 'object';
      readonly members: Readonly<Record<string, Rule>>;
      readonly required: readonly string[];
      readonly stated: StatedSettings;
    }
  | { readonly kind: 'list'; readonly of: Rule; readonly min: number; readonly max: number }
  | { readonly kind: 'map'; readonly of: Rule }
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: 'text'; readonly pattern: RegExp }
  | { readonly kind: 'choice'; readonly values: readonly string[] };

/** `required` are the members that AWS requires, `stated` those that this stand-in requires in addition. */
export const object = (
  members: Readonly<Record<string, Rule>>,
  required: readonly string[] = [],
  stated: StatedSettings = {},
): Rule => ({ kind: 'object', members, required, stated });
export const list = (of: Rule, min = 0, max = Number.POSITIVE_INFINITY): Rule => ({ kind: 'list', of, min, max });
export const map = (of: Rule): Rule => ({ kind: 'map', of });
export const whole = (min: number, max: number): Rule => ({ kind: 'number', min, max, whole: true });
export const decimal = (min: number, max: number): Rule => ({ kind: 'number', min, max, whole: false });
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
        if (!own) throw refused(`${path}/${camel(name)}`, 'is not supported by this stand-in for MediaConvert');
        conform(member, own, `${path}/${camel(name)}`);
      }
      for (const name of rule.required) {
        if (members[name] === undefined || members[name] === null)
          throw refused(`${path}/${camel(name)}`, 'is required');
      }
      for (const [name, { default: byDefault, effect, when }] of Object.entries(rule.stated)) {
        if ((members[name] ?? undefined) !== undefined || when?.(members) === false) continue;
        throw refused(`${path}/${camel(name)}`, `must be set, because AWS's default (${byDefault}) affects ${effect}`);
      }
      return;
    }
    case 'list': {
      if (!Array.isArray(value)) throw refused(path, 'must be a list');
      if (value.length < rule.min || value.length > rule.max) {
        throw refused(path, `must have ${rule.min === rule.max ? rule.min : `${rule.min} to ${rule.max}`} items`);
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
        value < rule.min ||
        value > rule.max ||
        (rule.whole && !Number.isInteger(value))
      ) {
        throw refused(path, `must be a ${rule.whole ? 'whole ' : ''}number from ${rule.min} to ${rule.max}`);
      }
      return;
    case 'text':
      if (typeof value !== 'string' || !rule.pattern.test(value))
        throw refused(path, `must match ${rule.pattern.source}`);
      return;
    case 'choice':
      if (!rule.values.includes(value as string)) {
        throw refused(
          path,
          `is ${JSON.stringify(value)}; this stand-in for MediaConvert supports ${rule.values.join(', ')}`,
        );
      }
  }
}

export function refused(path: string, why: string): ServiceError {
  return new ServiceError('BadRequestException', `${path}: ${why}`);
}

function record(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused(path, 'must be an object');
  return value as Record<string, unknown>;
}

/** Converts the SDK's spelling of a name into the API's. */
const camel = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
