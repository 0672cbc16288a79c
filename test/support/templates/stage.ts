/** A template as CloudFormation takes it. What it holds is looked into property by property. */
export interface TemplateJson {
  readonly Resources: Readonly<Record<string, ResourceJson>>;
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly [section: string]: unknown;
}

export interface ResourceJson {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/** A stack of a stage, under the name that `bin/omnistream.ts` gives it: `storage`. */
export interface StackJson {
  readonly stackName: string;
  readonly region: string;
  readonly template: TemplateJson;
}

/** All stacks of one stage, which refer to each other's outputs. */
export interface StageJson {
  readonly name: string;
  /** The stage's account, where it is written into the templates. */
  readonly account?: string;
  readonly stacks: Readonly<Record<string, StackJson>>;
}
