import { createHash } from 'node:crypto';
import type { Kernel } from '../kernel/kernel';
import type { Attributes, Identity, Resource, ResourceProvider } from '../kernel/service';
import { resolveReferences } from './dynamic-references';
import { inert, inertTypes } from './inert';
import { evaluate, evaluateCondition, noValue, references, type Scope } from './intrinsics';
import type { Assembly, Stack, TemplateResource } from './load';

export interface DeploymentOptions {
  readonly kernel: Kernel;
  readonly assembly: Assembly;
  /** By CloudFormation type; `Custom` stands for every custom resource. */
  readonly providers: Readonly<Record<string, ResourceProvider>>;
  /** Puts the laptop's addresses into evaluated strings. */
  readonly localize: (value: string) => string;
}

interface Deployed {
  readonly resource: Resource;
  readonly provider: ResourceProvider;
  identity?: Identity;
  added?: Attributes;
}

/** Brings a cloud assembly about on the laptop: evaluates its templates, and hands every resource to its provider. */
export class Deployment {
  private readonly stacks = new Map<string, StackDeployment>();

  constructor(private readonly options: DeploymentOptions) {
    for (const stack of options.assembly.stacks) this.stacks.set(stack.name, new StackDeployment(stack, this, options));
  }

  /** Throws an error that names the stack, the resource and what is wrong with it. */
  async deploy(): Promise<void> {
    this.refuseUnknownTypes();
    for (const stack of this.stacks.values()) await stack.deploy();
  }

  /** Every resource with its identity, for whoever starts the runtime to find addresses and ids. */
  resources(type?: string): { resource: Resource; ref: string; attributes: Attributes }[] {
    return [...this.stacks.values()].flatMap((stack) => stack.resources(type));
  }

  /** All stacks, in the order in which they were deployed. */
  all(): readonly DeployedStack[] {
    return [...this.stacks.values()];
  }

  output(stackName: string, name: string): unknown {
    const stack = this.stacks.get(stackName);
    if (!stack) throw new Error(`The assembly has no stack '${stackName}'`);
    return stack.output(name);
  }

  exported(name: string): unknown {
    for (const stack of this.stacks.values()) {
      const value = stack.exported(name);
      if (value !== undefined) return value;
    }
    throw new Error(`No stack exports '${name}'`);
  }

  private refuseUnknownTypes(): void {
    const { providers, assembly } = this.options;
    const unknown = assembly.stacks.flatMap(({ name, template }) =>
      Object.entries(template.Resources ?? {})
        .filter(([, { Type }]) => !providerOf(Type, providers))
        .map(([logicalId, { Type }]) => `  ${name}/${logicalId}: ${Type}`),
    );
    if (unknown.length) {
      throw new Error(`This runtime has no local counterpart for these resources:\n${unknown.join('\n')}`);
    }
  }
}

function providerOf(type: string, providers: DeploymentOptions['providers']): ResourceProvider | undefined {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') return providers.Custom;
  return providers[type] ?? (type in inertTypes ? inert : undefined);
}

/** A stack as CloudFormation sees it. */
export interface DeployedStack {
  readonly stack: Stack;
  /** Logical ids such that whatever a resource refers to comes before it. */
  order(): string[];
  /** The physical id. */
  ref(logicalId: string): unknown;
  /** Removes one resource with what it holds. Throws what its service refuses. */
  destroy(logicalId: string): Promise<void>;
}

/** One stack: its scope of references, and its resources in order of dependency. */
class StackDeployment implements DeployedStack {
  private readonly deployed = new Map<string, Deployed>();
  private readonly scope: Scope;

  constructor(
    readonly stack: Stack,
    deployment: Deployment,
    private readonly options: DeploymentOptions,
  ) {
    this.scope = {
      region: stack.region,
      ref: (logicalId) => this.ref(logicalId),
      attribute: (logicalId, name) => this.attribute(logicalId, name),
      importValue: (name) => deployment.exported(name),
      stackOutput: (stackName, name) => deployment.output(stackName, name),
      mapping: (map, first, second) => {
        const value = stack.template.Mappings?.[map]?.[first]?.[second];
        if (value === undefined) throw new Error(`${stack.name} maps no ${map}.${first}.${second}`);
        return value;
      },
      condition: (name) => this.condition(name),
    };
    for (const [logicalId, template] of Object.entries(stack.template.Resources ?? {})) {
      if (template.Condition && !this.condition(template.Condition)) continue;
      const provider = providerOf(template.Type, options.providers);
      if (provider) this.deployed.set(logicalId, { provider, resource: this.resource(logicalId, template) });
    }
  }

  async deploy(): Promise<void> {
    for (const logicalId of this.order()) {
      const entry = this.deployed.get(logicalId) as Deployed;
      try {
        entry.added = (await entry.provider.deploy?.(await this.resolved(entry.resource))) ?? {};
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        throw new Error(`${this.stack.name}/${logicalId} (${entry.resource.type}): ${message}`, { cause: error });
      }
    }
  }

  /** The resource with its dynamic references resolved. Its identity does not depend on them. */
  private async resolved(resource: Resource): Promise<Resource> {
    const text = JSON.stringify(this.stack.template.Resources?.[resource.logicalId]?.Properties ?? {});
    if (!text.includes('{{resolve:')) return resource;
    const { kernel } = this.options;
    const properties = await resolveReferences(kernel, this.stack.region, resource.properties);
    return { ...resource, properties };
  }

  async destroy(logicalId: string): Promise<void> {
    const entry = this.deployed.get(logicalId);
    await entry?.provider.destroy?.(entry.resource);
  }

  resources(type?: string): { resource: Resource; ref: string; attributes: Attributes }[] {
    return [...this.deployed]
      .filter(([, { resource }]) => !type || resource.type === type)
      .map(([logicalId, { resource, added }]) => {
        const { ref, attributes } = this.identity(logicalId);
        return { resource, ref, attributes: { ...attributes, ...added } };
      });
  }

  output(name: string): unknown {
    const output = this.stack.template.Outputs?.[name];
    if (!output) throw new Error(`The stack ${this.stack.name} has no output '${name}'`);
    return this.evaluate(output.Value);
  }

  exported(name: string): unknown {
    for (const output of Object.values(this.stack.template.Outputs ?? {})) {
      if (output.Export && this.evaluate(output.Export.Name) === name) return this.evaluate(output.Value);
    }
    return undefined;
  }

  private resource(logicalId: string, template: TemplateResource): Resource {
    const { stack, options } = this;
    const evaluateLater = (value: unknown) => this.evaluate(value ?? {});
    const hash = createHash('sha256').update(`${stack.name}/${logicalId}`).digest('hex').slice(0, 12);
    const prefix = `${stack.name}-${logicalId}`.toLowerCase().replace(/[^a-z0-9-]/g, '-');
    let properties: unknown;
    return {
      type: template.Type,
      logicalId,
      stackName: stack.name,
      region: stack.region,
      accountId: options.kernel.accountId,
      name: `${prefix.slice(0, 50)}-${hash}`,
      get properties() {
        properties ??= evaluateLater(template.Properties);
        return properties;
      },
      get metadata() {
        return evaluateLater(template.Metadata) as Record<string, unknown>;
      },
    };
  }

  private evaluate(value: unknown): unknown {
    return localized(evaluate(value, this.scope), this.options.localize);
  }

  private identity(logicalId: string): Identity {
    const entry = this.deployed.get(logicalId);
    if (!entry) throw new Error(`${this.stack.name} has no resource '${logicalId}'`);
    entry.identity ??= entry.provider.identify(entry.resource);
    return entry.identity;
  }

  ref(logicalId: string): unknown {
    switch (logicalId) {
      case 'AWS::Region':
        return this.stack.region;
      case 'AWS::AccountId':
        return this.options.kernel.accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return this.stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${this.stack.region}:${this.options.kernel.accountId}:stack/${this.stack.name}/local`;
      case 'AWS::NotificationARNs':
        return [];
      case 'AWS::NoValue':
        return noValue;
    }
    const parameter = this.stack.template.Parameters?.[logicalId];
    if (parameter) return parameter.Default ?? '';
    return this.identity(logicalId).ref;
  }

  private attribute(logicalId: string, name: string): unknown {
    const value = this.deployed.get(logicalId)?.added?.[name] ?? resolve(this.identity(logicalId).attributes?.[name]);
    if (value === undefined) {
      const type = this.deployed.get(logicalId)?.resource.type;
      throw new Error(`${this.stack.name}/${logicalId} (${type}) has no attribute '${name}' here`);
    }
    return value;
  }

  private condition(name: string): boolean {
    return evaluateCondition(this.stack.template.Conditions?.[name], this.scope);
  }

  order(): string[] {
    const ordered = new Set<string>();
    const visiting = new Set<string>();
    const visit = (logicalId: string) => {
      if (ordered.has(logicalId) || visiting.has(logicalId) || !this.deployed.has(logicalId)) return;
      visiting.add(logicalId);
      const template = this.stack.template.Resources?.[logicalId];
      for (const other of [template?.DependsOn ?? []].flat()) visit(other);
      for (const other of references(template?.Properties)) visit(other);
      ordered.add(logicalId);
    };
    for (const logicalId of this.deployed.keys()) visit(logicalId);
    return [...ordered];
  }
}

const resolve = (value: unknown) => (typeof value === 'function' ? (value as () => unknown)() : value);

function localized(value: unknown, localize: (text: string) => string): unknown {
  if (typeof value === 'string') return localize(value);
  if (Array.isArray(value)) return value.map((item) => localized(item, localize));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, localized(item, localize)]));
}
