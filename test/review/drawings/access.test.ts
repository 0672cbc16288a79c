import { type AccessMatrix, accessMatrix } from '../../../review/drawings/access';
import { areaName, lettersOf } from '../../../review/drawings/access-drawing';
import { covers, meet } from '../../../review/drawings/glob';
import { assemblyOf, type Grant, objects, roleOf } from './small-assembly';

const bucket = 'Content00000000';
const films = { [bucket]: { Type: 'AWS::S3::Bucket', Properties: {} } };

/** A function with its role, which has one grant. */
const holder = (name: string, grant: Grant) => ({
  [`${name}Role`]: roleOf('lambda', grant),
  [`${name}Function00000000`]: {
    Type: 'AWS::Lambda::Function',
    Properties: { Role: { 'Fn::GetAtt': [`${name}Role`, 'Arn'] } },
  },
});

/** `Name: column=letters column=letters`, one line for each holder. */
function linesOf({ holders, areas, cell }: AccessMatrix): string[] {
  return holders.map((each) => {
    const cells = areas.map((area) => [areaName(area, areas), lettersOf(cell(each, area))] as const);
    const text = cells.filter(([, letters]) => letters).map(([name, letters]) => `${name}=${letters}`);
    return `${each.name}: ${text.join(' ')}`;
  });
}

test('folders that policies tell apart are columns, and a grant is in its own', () => {
  const resources = {
    ...films,
    ...holder('Dub', { Action: ['s3:GetObject'], Resource: objects(bucket, '*/captions/*') }),
    ...holder('Speak', { Action: ['s3:PutObject', 's3:DeleteObject'], Resource: objects(bucket, 'work/*') }),
  };
  expect(linesOf(accessMatrix(assemblyOf({ Storage: { resources } })))).toEqual([
    'Dub: Content captions/=R',
    'Speak: Content work/=WD',
  ]);
});

test('a grant for names that end in something is one for a part of every folder', () => {
  const resources = {
    ...films,
    ...holder('Sign', { Action: 's3:GetObject', Resource: objects(bucket, '*.m3u8') }),
    ...holder('Publish', { Action: 's3:PutObject', Resource: objects(bucket, '*/manifests/*') }),
    ...holder('Dub', { Action: 's3:PutObject', Resource: objects(bucket, 'work/*') }),
  };
  const [sign] = linesOf(accessMatrix(assemblyOf({ Storage: { resources } })));
  expect(sign).toBe('Sign: Content manifests/=r Content work/=r');
});

test('buckets of the same logical id in two stacks are two stores', () => {
  const resources = { ...films, ...holder('Copy', { Action: 's3:GetObject', Resource: objects(bucket, '*') }) };
  const Replica = { resources: films, region: 'eu-central-1' };
  const matrix = accessMatrix(assemblyOf({ Storage: { resources }, Replica }));
  expect(linesOf(matrix)).toEqual(['Copy: Content (Storage)=R']);
  expect(matrix.areas).toHaveLength(2);
});

test('who has no access to data is listed apart', () => {
  const resources = { ...films, ...holder('Plan', { Action: 'xray:PutTraceSegments', Resource: '*' }) };
  const { holders, others } = accessMatrix(assemblyOf({ Storage: { resources } }));
  expect([holders.length, others.map(({ name }) => name)]).toEqual([0, ['Plan']]);
});

test("a service that a bucket's policy names is a holder", () => {
  const Principal = { Service: 'cloudfront.amazonaws.com' };
  const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Principal, Resource: objects(bucket, '*') }];
  const Policy = { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: { Statement } } };
  const matrix = accessMatrix(assemblyOf({ Storage: { resources: { ...films, Policy } } }));
  expect(linesOf(matrix)).toEqual(['cloudfront: Content=R']);
});

test.each([
  ['a resource that is no store', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::elsewhere/*' }, 'is not a store'],
  ['all resources', { Action: 's3:GetObject', Resource: '*' }, 'is not a store'],
  ['a service without a place', { Action: 'rds-data:ExecuteStatement', Resource: '*' }, 'accesses stored data'],
])('a permission for %s is an error, and not left out', (_, grant, message) => {
  const resources = { ...films, ...holder('Odd', grant) };
  expect(() => accessMatrix(assemblyOf({ Storage: { resources } }))).toThrow(message);
});

test.each([
  ['*', '*/captions/*', true, true],
  ['*/captions/*', '*/captions/*', true, true],
  ['*.m3u8', '*/manifests/*', false, true],
  ['work/*', 'uploads/*', false, false],
  ['a+b/*', 'aab/*', false, false],
])('%s and %s: whether the first covers the other, and whether they meet', (a, b, covered, met) => {
  expect([covers(a, b), meet(a, b)]).toEqual([covered, met]);
});
