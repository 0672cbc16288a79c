/** The stages whose assemblies are sources of the pack. */
export type StageName = 'dev' | 'dev-drm' | 'prod' | 'review';

/** Evidence of a claim, with the place where a reader finds it. `npm run review` verifies it (`evidence/faults.ts`). */
export type Evidence =
  /** The file contains a test with that title. */
  | { readonly kind: 'test'; readonly file: string; readonly title: string }
  /** A resource has the property, optionally with this value. */
  | {
      readonly kind: 'template';
      readonly stage: StageName;
      readonly stack: string;
      readonly resource: string;
      readonly path: string;
      readonly value?: unknown;
    }
  /** The file contains the text. */
  | { readonly kind: 'source'; readonly file: string; readonly text: string }
  /** No stack of the stage, or not this one, has a resource of the type. */
  | { readonly kind: 'no-resource'; readonly stage: StageName; readonly type: string; readonly stack?: string }
  /** The resource exists and does not have the property. */
  | {
      readonly kind: 'no-property';
      readonly stage: StageName;
      readonly stack: string;
      readonly resource: string;
      readonly path: string;
    }
  /** The file or folder exists and does not contain the text. */
  | { readonly kind: 'no-text'; readonly file: string; readonly text: string }
  /** The file or folder does not exist. */
  | { readonly kind: 'no-file'; readonly file: string };

/** A statement with its evidence. A statement without evidence does not compile. */
export interface Claim {
  /** Markdown, one or more sentences. */
  readonly text: string;
  readonly evidence: readonly [Evidence, ...Evidence[]];
}

export function claim(text: string, ...evidence: readonly [Evidence, ...Evidence[]]): Claim {
  return { text, evidence };
}

/**
 * @param file - without `.test.ts`; below `test/`, or of the laptop's own tests: `local/test/…`
 * @param title - the text of the test itself, as it stands in the file, without the `describe` around it
 */
export const test = (file: string, title: string): Evidence => ({
  kind: 'test',
  file: `${file.startsWith('local/') ? '' : 'test/'}${file}.test.ts`,
  title,
});

/**
 * @param resource - a logical id without CDK's hash (`Content`), or a type (`AWS::S3::Bucket`): then all of that type
 *   in the stack have the property
 * @param path - below `Properties`, or of the resource itself: `Replicas.*.Region`, `DeletionPolicy`. `*` is any element
 * @param value - compared as JSON. @default - any value
 */
export const template = (
  stage: StageName,
  stack: string,
  resource: string,
  path: string,
  value?: unknown,
): Evidence => ({ kind: 'template', stage, stack, resource, path, value });

export const source = (file: string, text: string): Evidence => ({ kind: 'source', file, text });

/** @param stack - @default - none of the stage’s stacks */
export const noResource = (stage: StageName, type: string, stack?: string): Evidence => ({
  kind: 'no-resource',
  ...{ stage, type, stack },
});

/** Parameters as those of `template`. */
export const noProperty = (stage: StageName, stack: string, resource: string, path: string): Evidence => ({
  kind: 'no-property',
  ...{ stage, stack, resource, path },
});

export const noText = (file: string, text: string): Evidence => ({ kind: 'no-text', file, text });

export const noFile = (file: string): Evidence => ({ kind: 'no-file', file });
