/** Values of a template, which may be intrinsic functions. */

// CloudFormation resolves these once for a stack, independent of its resources.
const pseudo = /^AWS::(AccountId|Partition|Region|StackId|StackName|URLSuffix)$/;

/** Whether a value stays the same until its template is edited: text with pseudo parameters. */
export function isFixed(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return value !== undefined;
  if (Array.isArray(value)) return value.every(isFixed);
  if ('Ref' in value) return pseudo.test(String(value.Ref));
  if ('Fn::GetAtt' in value || 'Fn::GetStackOutput' in value || 'Fn::ImportValue' in value) return false;
  if ('Fn::Sub' in value) return !/\$\{(?!AWS::)/.test(JSON.stringify(value['Fn::Sub']));
  return Object.values(value).every(isFixed);
}

/** The text of a fixed value, with pseudo parameters in braces: `omnistream-{AWS::AccountId}`. */
export function textOf(value: unknown): string {
  if (value !== null && typeof value === 'object') {
    if ('Ref' in value) return `{${value.Ref}}`;
    if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
      const [separator, parts] = value['Fn::Join'];
      if (Array.isArray(parts)) return parts.map(textOf).join(separator);
    }
    return JSON.stringify(value);
  }
  return String(value);
}

export const listOf = <T = Readonly<Record<string, unknown>>>(value: unknown): readonly T[] =>
  Array.isArray(value) ? value : [];

/** Calls `visit` for `node` and each object below it, including objects in text that contains JSON. */
export function walk(node: unknown, visit: (object: Readonly<Record<string, unknown>> | readonly unknown[]) => void) {
  if (typeof node === 'string') {
    if (/^\s*[{[]/.test(node)) {
      try {
        walk(JSON.parse(node), visit);
      } catch {
        // The text only begins like JSON.
      }
    }
    return;
  }
  if (node === null || typeof node !== 'object') return;
  visit(node as Readonly<Record<string, unknown>>);
  for (const child of Object.values(node)) walk(child, visit);
}

/** The maximum number of characters of a template's value, with `reference` characters for each unknown part. */
export function lengthOf(value: unknown, reference = 120): number {
  let unknown = 0;
  const text = JSON.stringify(value, (_, node) => {
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return node;
    const [key] = Object.keys(node);
    if (key === 'Fn::Join' && Array.isArray(node[key]?.[1])) {
      const [separator, parts] = node[key];
      return parts.reduce((whole: string, part: unknown, index: number) => {
        const known = typeof part === 'string';
        if (!known) unknown++;
        return whole + (index ? separator : '') + (known ? part : '');
      }, '');
    }
    if (key === 'Ref' || key?.startsWith('Fn::')) {
      unknown++;
      return '';
    }
    return node;
  });
  return text.length + unknown * reference;
}
