import type { Assembly, Resource } from '../../checks/assembly';

/** A resource of the assembly, with a name that does not depend on a deployment or on the content of assets. */
export interface Named {
  /** `MediaPipeline/IngestFunction`: the stack without application and stage, the logical id without its hash. */
  readonly name: string;
  /** `Lambda::Function`, or `Custom::Site`. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The resources of one assembly and their references. */
export class Resources {
  readonly all: readonly Named[];
  private readonly byId = new Map<string, Named>();
  private readonly outputs = new Map<string, { readonly stack: string; readonly value: unknown }>();

  constructor(assembly: Assembly) {
    for (const { name, template } of assembly.stacks) {
      for (const [id, resource] of Object.entries(template.Resources))
        this.byId.set(`${name} ${id}`, named(name, id, resource));
      for (const [id, output] of Object.entries(template.Outputs ?? {})) {
        this.outputs.set(`${name} ${id}`, { stack: name, value: output.Value });
      }
    }
    this.all = [...this.byId.values()];
    for (const [key, resource] of this.byId) this.stackOf.set(resource, key.split(' ')[0] as string);
  }

  private readonly stackOf = new Map<Named, string>();

  /** The resources whose names begin with the construct's name. */
  of(construct: string): Named[] {
    return this.all.filter(({ name }) => name.startsWith(construct));
  }

  /** Whether a value of a resource's properties refers to a resource of the construct, directly or through an output. */
  refers(resource: Named, value: unknown, construct: string): boolean {
    return this.targets(this.stackOf.get(resource) as string, value).some(({ name }) => name.startsWith(construct));
  }

  private targets(stack: string, value: unknown): Named[] {
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'Ref') return this.find(stack, inner);
      if (key === 'Fn::GetAtt') return this.find(stack, Array.isArray(inner) ? inner[0] : inner);
      if (key === 'Fn::GetStackOutput') {
        const { StackName, OutputName } = inner as Record<string, string>;
        const output = this.outputs.get(`${StackName} ${OutputName}`);
        return output ? this.targets(output.stack, output.value) : [];
      }
      return this.targets(stack, inner);
    });
  }

  private find(stack: string, id: unknown): Named[] {
    const resource = this.byId.get(`${stack} ${id}`);
    return resource ? [resource] : [];
  }
}

function named(stack: string, id: string, { Type, Properties = {} }: Resource): Named {
  const name = `${stack.split('-').slice(2).join('-')}/${id.replace(/[0-9A-F]{8}$/, '')}`;
  return { name, type: Type.replace(/^AWS::/, ''), properties: Properties };
}
