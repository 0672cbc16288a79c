import type { Kernel } from '../kernel/kernel';

/**
 * `{{resolve:service:…}}`. A secret's reference is `secretsmanager:{id or ARN}:SecretString:{json key}:{stage}:{version}`, with
 * trailing parts left out.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
const reference = /\{\{resolve:([a-z-]+):([^}]*)\}\}/g;
const secretReference =
  /^((?:arn:[^:]+:secretsmanager:[^:]*:\d*:secret:)?[^:]+):SecretString:?([^:]*):?([^:]*):?([^:]*)$/;

/**
 * Replaces the dynamic references in the properties of a resource, as CloudFormation does when it creates or updates the
 * resource. Throws for a service that this runtime does not support, and for a secret that does not exist in the region.
 */
export async function resolveReferences(kernel: Kernel, region: string, value: unknown): Promise<unknown> {
  if (typeof value === 'string') return resolveText(kernel, region, value);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveReferences(kernel, region, item)));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(
    async ([key, item]) => [key, await resolveReferences(kernel, region, item)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function resolveText(kernel: Kernel, region: string, text: string): Promise<string> {
  let resolved = '';
  let end = 0;
  for (const { 0: whole, 1: service, 2: rest = '', index } of text.matchAll(reference)) {
    if (service !== 'secretsmanager') {
      throw new Error(`Dynamic references to ${service} are not supported by this runtime`);
    }
    resolved += text.slice(end, index) + (await secretValue(kernel, region, rest));
    end = index + whole.length;
  }
  return resolved + text.slice(end);
}

async function secretValue(kernel: Kernel, region: string, rest: string): Promise<string> {
  const [, SecretId, jsonKey, VersionStage, VersionId] = secretReference.exec(rest) ?? [];
  if (!SecretId) throw new Error(`The dynamic reference to the secret '${rest}' cannot be read`);
  const { SecretString = '' } = await kernel.call<{ SecretString?: string }>({
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    region,
    principal: { kind: 'root', accountId: kernel.accountId },
    input: { SecretId, ...(VersionStage && { VersionStage }), ...(VersionId && { VersionId }) },
  });
  return jsonKey ? String((JSON.parse(SecretString) as Record<string, unknown>)[jsonKey]) : SecretString;
}
