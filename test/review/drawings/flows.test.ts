import type { Assembly } from '../../../checks/assembly';
import { type Evidence, Witness } from '../../../review/drawings/evidence';
import { problemsOf } from '../../../review/drawings/flow-chapter';
import { synthesizedAssembly } from '../../checks/synthesized-assembly';
import { assemblyOf, objects, roleOf } from './small-assembly';

const bucket = 'Content00000000';
const assembly = assemblyOf({
  Storage: {
    resources: {
      [bucket]: { Type: 'AWS::S3::Bucket', Properties: { Rules: [{ Id: 'a' }, { Id: 'work', Days: 30 }] } },
      Encoder: roleOf('mediaconvert', { Action: ['s3:Put*'], Resource: objects(bucket, 'work/*') }),
    },
  },
});

const encoder = { who: 'mediaconvert, by Encoder', may: 's3:PutObject', on: 'Storage.Content/work/*' };

const cases: [string, Evidence, boolean][] = [
  ['a property of one element of a list', { of: 'Storage.Content', has: { Rules: [{ Id: 'work', Days: 30 }] } }, true],
  ['properties of two elements', { of: 'Storage.Content', has: { Rules: [{ Id: 'a', Days: 30 }] } }, false],
  ['a property that is absent', { of: 'Storage.Content', lacks: 'PublicAccess' }, true],
  ['a property that is present', { of: 'Storage.Content', lacks: 'Rules' }, false],
  ['a resource that is absent', { of: 'Storage.Lake', lacks: 'Rules' }, false],
  ['an allowed action', encoder, true],
  ['another action', { ...encoder, may: 's3:GetObject' }, false],
  ['another folder', { ...encoder, on: 'Storage.Content/*' }, false],
  ['another holder', { ...encoder, who: 'transcribe' }, false],
  ['a condition that is absent', { ...encoder, under: 'aws:SourceArn' }, false],
];

test.each(cases)('evidence: %s', (_, evidence, holds) => {
  expect(new Witness(assembly).problemWith(evidence) === undefined).toBe(holds);
});

describe('of stage review', () => {
  let review: Assembly;
  beforeAll(() => {
    review = synthesizedAssembly('review');
  });

  test('every flow has its lines in the templates, and every store, function and state machine has a place', () => {
    expect(problemsOf(review)).toEqual([]);
  });

  test('a store without a place is a problem', () => {
    const [first, ...others] = review.stacks;
    if (!first) throw new Error('There is no stack');
    const Resources = { ...first.template.Resources, Notes00000000: { Type: 'AWS::S3::Bucket', Properties: {} } };
    const stacks = [{ ...first, template: { ...first.template, Resources } }, ...others];
    expect(problemsOf({ ...review, stacks })).toEqual([expect.stringContaining('.Notes is missing in')]);
  });
});
