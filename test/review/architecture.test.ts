import type { Assembly, Resource } from '../../checks/assembly';
import { arrows } from '../../review/architecture/arrows';
import { boxes } from '../../review/architecture/boxes';
import { examine } from '../../review/architecture/chapter';
import { holds } from '../../review/architecture/evidence';
import { faults } from '../../review/architecture/faults';
import { frames } from '../../review/architecture/frames';
import { layOut, TEXT } from '../../review/architecture/layout';
import type { Arrow, Box } from '../../review/architecture/model';
import { Resources } from '../../review/architecture/resources';
import { steps } from '../../review/architecture/steps';

type Templates = Record<string, { resources: Record<string, Resource>; outputs?: Record<string, { Value: unknown }> }>;

function assemblyOf(templates: Templates): Assembly {
  const stacks = Object.entries(templates).map(([name, { resources, outputs }]) => ({
    ...{
      name: `OmniStream-review-${name}`,
      region: 'eu-west-1',
      terminationProtection: false,
      templateBytes: 0,
      dependsOn: [],
    },
    template: { Resources: resources, Outputs: outputs },
  }));
  return { stage: 'review', stacks };
}

const assembly = assemblyOf({
  Storage: {
    resources: { Lake5F1B88EA: { Type: 'AWS::S3::Bucket' } },
    outputs: { LakeArn: { Value: { 'Fn::GetAtt': ['Lake5F1B88EA', 'Arn'] } } },
  },
  Analytics: {
    resources: {
      WriterFunction00000001: { Type: 'AWS::Lambda::Function' },
      WriterRole00000002: { Type: 'AWS::IAM::Role' },
      WriterPolicy00000003: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: ['s3:PutObject'],
                Resource: {
                  'Fn::Join': [
                    '',
                    [{ 'Fn::GetStackOutput': { StackName: 'OmniStream-review-Storage', OutputName: 'LakeArn' } }, '/*'],
                  ],
                },
              },
            ],
          },
        },
      },
    },
  },
});

const box = (id: string, constructs: string[], types: string[], x: number): Box => ({
  ...{ id, name: id, detail: [], icon: 'architecture-service/AWSLambda', constructs, types },
  place: { icon: { x, y: 100 } },
});
const lake = box('lake', ['Storage/Lake'], ['S3::Bucket'], 300);
const writer = box('writer', ['Analytics/Writer'], ['Lambda::Function'], 100);
const writes: Arrow = {
  from: { of: 'writer', side: 'right' },
  to: { of: 'lake', side: 'left' },
  evidence: { grant: 'Analytics/Writer', action: 's3:PutObject', on: 'Storage/Lake' },
};

test('a picture of what is in the templates is right, supporting resources included', () => {
  expect(examine([lake, writer], [writes], assembly).problems).toEqual([]);
});

test('a resource without a box is named with its type', () => {
  expect(examine([writer], [], assembly).problems).toEqual([
    'Storage/Lake (S3::Bucket) is in no box of the architecture diagram',
  ]);
});

test('a resource of a type that its box does not draw is named', () => {
  const { problems } = examine([lake, { ...writer, types: [] }], [], assembly);
  expect(problems).toEqual([
    'Analytics/WriterFunction is in the box writer, which does not represent Lambda::Function',
  ]);
});

test('a box whose resources are gone is named', () => {
  const gone = box('gone', ['Storage/Gone'], ['S3::Bucket'], 500);
  expect(examine([lake, writer, gone], [], assembly).problems).toEqual([
    'The box gone names Storage/Gone, but no template has a resource of it',
    'The box gone names S3::Bucket, but its constructs have no such resource',
  ]);
});

test.each([
  ['an action that no policy allows', { grant: 'Analytics/Writer', action: 's3:GetObject', on: 'Storage/Lake' }],
  ['a grant on another resource', { grant: 'Analytics/Writer', action: 's3:PutObject', on: 'Storage/Other' }],
  ['a reference that no property has', { property: 'Analytics/WriterFunction', refersTo: 'Storage/Lake' }],
  ['true in part only', { all: [writes.evidence, { property: 'Storage/Lake', contains: 'Object Created' }] }],
  ['a text that no property contains', { property: 'Storage/Lake', contains: 'Object Created' }],
])('an arrow is refused whose evidence is %s', (_, evidence) => {
  const { problems } = examine([lake, writer], [{ ...writes, evidence }], assembly);
  expect(problems).toEqual([expect.stringMatching(/^The arrow writer → lake has lost its evidence: /)]);
});

test('a reference is followed through an output of another stack', () => {
  expect(holds(writes.evidence, new Resources(assembly))).toBe(true);
});

test('the picture has no overlap, no arrow through a box or a text, and no crossing', () => {
  expect(faults(layOut(boxes, frames, arrows))).toEqual([]);
});

test('what would be seen is found: boxes on each other, an arrow through a box, arrows that cross', () => {
  const between = { ...box('between', [], [], 200) };
  expect(faults(layOut([lake, writer, between], [], [writes]))).toContain(
    'arrow writer → lake runs through box between',
  );
  expect(faults(layOut([lake, { ...writer, place: lake.place }], [], []))).toContain('box lake and box writer overlap');
  const above = { ...between, place: { icon: { x: 200, y: 40 } } };
  const below = { ...box('below', [], [], 200), place: { icon: { x: 200, y: 190 } } };
  const down: Arrow = { ...writes, from: { of: 'above', side: 'bottom' }, to: { of: 'below', side: 'top' } };
  const crossed = faults(layOut([lake, writer, { ...above, id: 'above' }, below], [], [writes, down]));
  expect(crossed).toContain('arrow writer → lake crosses arrow above → below');
});

test('every service of the platform is in the picture', () => {
  const texts = boxes.map(({ name, detail }) => `${name} ${detail.join(' ')}`).join('\n');
  const services =
    'Cognito, API Gateway, Lambda, S3, uploads, content, film copies, data lake, EventBridge, Step Functions, MediaConvert, ' +
    'Transcribe, Translate, Polly, CloudFront, signed, WAF, CloudFront Functions, KeyValueStore, KMS, Secrets Manager, ' +
    'DynamoDB, Firehose, Athena, Glue, Personalize, QuickSight, CloudWatch, SNS, SQS, dead letters, DRM, SPEKE';
  expect(services.split(', ').filter((service) => !texts.includes(service))).toEqual([]);
});

test('each step of the legend has a box with its number', () => {
  const numbers = new Set(boxes.map(({ step }) => step));
  expect(steps.map((_, index) => index + 1).filter((number) => !numbers.has(number))).toEqual([]);
});

test('the smallest text has more than six points on a page of A4', () => {
  const a4Points = 842;
  expect((TEXT * a4Points) / 1600).toBeGreaterThan(6);
});
