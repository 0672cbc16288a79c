import { createRequire } from 'node:module';
import validateAsl from 'asl-validator';

interface Compiled {
  readonly errors: unknown;
  validate(schema: string, definition: unknown): boolean;
}

type Compiler = new (options: object) => Compiled;

// The validator's own copy of Ajv: a dependency of it, and not one of ours.
const ajv: { default: Compiler } = createRequire(require.resolve('asl-validator/package.json'))('ajv');

/** The schemas of a pinned version need no check, and the code for a few definitions at a start needs no optimizer. */
const quick = { validateSchema: false, code: { optimize: false } };

let compiled: Compiled | undefined;

/**
 * As asl-validator does it, with paths and ARNs checked. It compiles its schemas at each call, which takes longer than
 * all that a test does with a state machine; here they are compiled once.
 */
export function checkDefinition(definition: Parameters<typeof validateAsl>[0]): ReturnType<typeof validateAsl> {
  const { default: own } = ajv;
  // The validator constructs this class at each call, adds formats and keywords, then validates; it is compiled once.
  ajv.default = class {
    constructor(options: object) {
      if (!compiled) {
        compiled = new own({ ...options, ...quick });
        // biome-ignore lint/correctness/noConstructorReturn: it stands for one that exists
        return compiled;
      }
      const known = compiled;
      // biome-ignore lint/correctness/noConstructorReturn: as above
      return {
        get errors() {
          return known.errors;
        },
        validate: (schema: string, value: unknown) => known.validate(schema, value),
        opts: { code: {} },
        addFormat: () => {},
        addKeyword: () => {},
      };
    }
  } as unknown as Compiler;
  try {
    return validateAsl(definition, { checkPaths: true, checkArn: true });
  } finally {
    ajv.default = own;
  }
}
