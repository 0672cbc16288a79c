import type { Template } from 'aws-cdk-lib/assertions';
import { resourcesOf } from './synthesis';

/** The names of all resources of the type, `{stack}.{logical id without its hash}`, in alphabetical order. */
export function resourceNames(templates: Readonly<Record<string, Template>>, type: string): string[] {
  return resourcesOf(templates, type)
    .map(([name]) => withoutHash(name))
    .sort();
}

/** CDK ends a logical id by eight hexadecimal digits. */
export const withoutHash = (logicalId: string) => logicalId.replace(/[0-9A-F]{8}$/, '');
