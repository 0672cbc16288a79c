import type { IncomingHttpHeaders } from 'node:http';
import type { Field } from './edge-function';

/** Query parameters or cookies in the form of CloudFront's event; a name given twice keeps all values. */
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

export function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? '').split(/;\s*/)) {
    const at = part.indexOf('=');
    if (at > 0) cookies.set(part.slice(0, at), part.slice(at + 1));
  }
  return cookies;
}
