import type { IncomingHttpHeaders } from 'node:http';
import type { Field } from './edge-function';

/**
 * Converts query parameters or cookies to the form of CloudFront's event. A name that occurs twice keeps all values.
 */
export function fieldsOf(entries: Iterable<[string, string]>): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const [name, value] of entries) {
    const field = fields[name];
    if (!field) fields[name] = { value };
    else field.multiValue = [...(field.multiValue ?? [{ value: field.value }]), { value }];
  }
  return fields;
}

export function headersOf(headers: IncomingHttpHeaders): Record<string, Field> {
  const pairs = Object.entries(headers).filter(([name]) => name !== 'cookie');
  return Object.fromEntries(pairs.map(([name, value]) => [name, { value: [value].flat().join(', ') }]));
}

export function queryOf(fields: Record<string, Field>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, { value, multiValue }]) =>
      (multiValue ?? [{ value }]).map((item): [string, string] => [name, item.value]),
    ),
  );
}

/** Returns the cookies in order. A name may occur more than once. */
export function parseCookies(header: string | undefined): [string, string][] {
  return (header ?? '').split(/;\s*/).flatMap((part): [string, string][] => {
    const at = part.indexOf('=');
    return at > 0 ? [[part.slice(0, at), part.slice(at + 1)]] : [];
  });
}
