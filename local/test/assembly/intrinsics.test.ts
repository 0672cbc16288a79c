import { evaluate, noValue, references, type Scope } from '../../assembly/intrinsics';
import cases from '../cases/intrinsics.json';

interface Case {
  readonly name: string;
  readonly input: unknown;
  readonly expected?: unknown;
  readonly error?: string;
}

const pseudo: Record<string, unknown> = { 'AWS::Region': 'eu-west-1', 'AWS::NoValue': noValue };
const scope: Scope = {
  region: 'eu-west-1',
  ref: (id) => pseudo[id] ?? `ref-of-${id}`,
  attribute: (id, name) => `${id}.${name}`,
  importValue: (name) => `import of ${name}`,
  stackOutput: (stack, output) => `${stack}.${output}`,
  mapping: (...keys) => keys.join('.'),
  condition: (name) => name === 'Yes',
};

describe('intrinsic functions', () => {
  test.each(cases as Case[])('$name', ({ input, expected, error }) => {
    if (error) expect(() => evaluate(input, scope)).toThrow(error);
    else expect(evaluate(input, scope)).toEqual(expected);
  });

  test('references are found wherever a template can hide them', () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: CloudFormation's own variables
    const value = {
      a: { Ref: 'A' },
      b: [{ 'Fn::GetAtt': ['B', 'Arn'] }, { 'Fn::GetAtt': 'C.Arn' }],
      d: { 'Fn::Sub': ['${D.Arn}-${V}-${!E}', { V: { 'Fn::Join': ['', [{ Ref: 'F' }]] } }] },
    };
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above
    expect([...references(value)].sort()).toEqual(['A', 'B', 'C', 'D', 'F', 'V']);
  });
});
