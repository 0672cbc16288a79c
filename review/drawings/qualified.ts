import type { Assembly, Stack } from '../../checks/assembly';
import { partOf } from './stack-order';

/**
 * The assembly with the stack's name before every logical id: `Storage.Content88381566`. Stacks of two regions contain
 * resources with the same id, and their placeholders would be equal in ARNs without a region (S3, IAM).
 */
export function qualified(assembly: Assembly): Assembly {
  return { ...assembly, stacks: assembly.stacks.map((stack) => qualifiedStack(assembly, stack)) };
}

function qualifiedStack(assembly: Assembly, stack: Stack): Stack {
  const prefix = `${partOf(assembly, stack.name)}.`;
  const { Resources, Outputs = {} } = stack.template;
  const nameOf = (id: string) => (id in Resources ? prefix + id : id);
  const rename = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(rename);
    if (node === null || typeof node !== 'object') return node;
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, renamed(key, value)]));
  };
  const renamed = (key: string, value: unknown): unknown => {
    if (key === 'Ref') return nameOf(String(value));
    if (key === 'Fn::GetAtt' && Array.isArray(value)) return [nameOf(String(value[0])), ...value.slice(1)];
    if (key === 'Fn::GetAtt' || (key === 'Fn::Sub' && refersTo(value, Resources))) {
      throw new Error(`${stack.name} refers to its own resources in an unsupported way: ${key}`);
    }
    return rename(value);
  };
  const resources = Object.entries(Resources).map(([id, resource]) => [nameOf(id), rename(resource)]);
  return {
    ...stack,
    template: {
      ...stack.template,
      Resources: Object.fromEntries(resources) as Stack['template']['Resources'],
      Outputs: rename(Outputs) as Stack['template']['Outputs'],
    },
  };
}

/** Whether the text of an `Fn::Sub` names a resource of the template. */
function refersTo(argument: unknown, resources: Stack['template']['Resources']): boolean {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!.}]+)[^}]*\}/g)].some(([, id]) => id !== undefined && id in resources);
}

/** `Storage.Content88381566` is `Content`: a logical id without its stack, and without the hash that CDK adds. */
export const nameOf = (id: string) => id.replace(/^\w+\./, '').replace(/[0-9A-F]{8}$/, '');
