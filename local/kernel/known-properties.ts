import type { Resource } from './service';

/**
 * Refuses what a template asks and the laptop would not do. `known` are the properties that are acted upon, and those
 * without a meaning on a laptop, such as tags and capacities. Throws an error that names resource and property.
 */
export function knownProperties(resource: Resource, known: readonly string[]): void {
  for (const [name, value] of Object.entries(resource.properties as Record<string, unknown>)) {
    if (value !== undefined && !known.includes(name)) throw unsupported(resource, name);
  }
}

export function unsupported(resource: Resource, property: string, reason = 'has no local counterpart'): Error {
  return new Error(`${resource.stackName}/${resource.logicalId} (${resource.type}): ${property} ${reason}`);
}
