import { execFileSync, spawnSync } from 'node:child_process';
import { CreateJobRequest$ } from '@aws-sdk/client-mediaconvert';
import { NormalizedSchema } from '@smithy/core/schema';
import { jobRequest } from '../../../lambda/media-pipeline/encoder.client';
import type { Ladder, Probe } from '../../../lambda/media-pipeline/messages';
import { planLadder } from '../../../lambda/media-pipeline/plan-ladder';
import cases from '../../cases/ladder.json';

const rows = cases as unknown as { name: string; input: Probe; expected: Ladder }[];
const options = {
  contentBucket: 'content',
  roleArn: 'arn:aws:iam::000000000000:role/media-convert',
  queueArn: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/films',
};
const run = {
  assetId: 'abcdefghijklmnopqrstuv',
  run: '0123abcd',
  source: { bucket: 'uploads', key: 'uploads/abcdefghijklmnopqrstuv/source', versionId: '1', size: 1000 },
  taskToken: 'token',
};
const requestFor = (probe: Probe) => jobRequest({ ...run, ladder: planLadder(probe) }, 'request-1', options);

/** Where a value departs from the SDK's schema of a shape. */
function faults(schema: NormalizedSchema, value: unknown, path: string): string[] {
  if (value === undefined) return [];
  if (schema.isStructSchema()) {
    const members = new Map([...schema.structIterator()]);
    return Object.entries(value as object).flatMap(([name, member]) => {
      const found = members.get(name);
      return found ? faults(found, member, `${path}.${name}`) : [`${path}.${name} is unknown`];
    });
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return [`${path} is no list`];
    return value.flatMap((item, index) => faults(schema.getValueSchema(), item, `${path}[${index}]`));
  }
  if (schema.isMapSchema()) {
    return Object.entries(value as object).flatMap(([key, item]) =>
      faults(schema.getValueSchema(), item, `${path}.${key}`),
    );
  }
  const type = schema.isNumericSchema() ? 'number' : schema.isBooleanSchema() ? 'boolean' : 'string';
  return typeof value === type ? [] : [`${path} is no ${type}`];
}

test.each(rows)('$name: the request has the members and types of the SDK', ({ input }) => {
  const request = requestFor(input);
  expect(faults(NormalizedSchema.of(CreateJobRequest$), request, 'request')).toEqual([]);
  expect(request.Role).toBeTruthy();
});

test('the check against the SDK finds unknown members and wrong types', () => {
  const wrong = { ...requestFor(rows[0]?.input as Probe), Colour: 'red', Priority: 'high' };
  expect(faults(NormalizedSchema.of(CreateJobRequest$), wrong, 'request')).toEqual([
    'request.Colour is unknown',
    'request.Priority is no number',
  ]);
});

const script = `
import json, re, sys, botocore.session
shapes = botocore.session.get_session().get_service_model('mediaconvert')
def check(shape, value, path):
    kind = shape.type_name
    if kind == 'structure':
        members = {name[0].upper() + name[1:]: member for name, member in shape.members.items()}
        required = [name[0].upper() + name[1:] for name in shape.required_members]
        out = [f'{path}.{name} is required' for name in required if name not in value]
        for name, item in value.items():
            out += check(members[name], item, f'{path}.{name}') if name in members else [f'{path}.{name} is unknown']
        return out
    if kind == 'list':
        return [fault for i, item in enumerate(value) for fault in check(shape.member, item, f'{path}[{i}]')]
    if kind == 'map':
        return [fault for key, item in value.items() for fault in check(shape.value, item, f'{path}.{key}')]
    out, meta = [], shape.metadata
    if meta.get('enum') and value not in meta['enum']: out.append(f'{path} is not one of the enum')
    size = len(value) if kind == 'string' else value
    if meta.get('min') is not None and size < meta['min']: out.append(f'{path} is under {meta["min"]}')
    if meta.get('max') is not None and size > meta['max']: out.append(f'{path} is over {meta["max"]}')
    if meta.get('pattern') and not re.search(meta['pattern'], value): out.append(f'{path} breaks the pattern')
    return out
model = shapes.operation_model('CreateJob').input_shape
print(json.dumps([check(model, request, 'request') for request in json.load(sys.stdin)]))
`;

function check(requests: readonly object[]): string[][] {
  return JSON.parse(execFileSync('python3', ['-c', script], { input: JSON.stringify(requests), encoding: 'utf8' }));
}

const hasBotocore = spawnSync('python3', ['-c', 'import botocore']).status === 0;
const whereBotocore = hasBotocore ? test : test.skip;

whereBotocore('every request keeps to the enums, ranges and patterns of the published model (needs botocore)', () => {
  expect(check(rows.map(({ input }) => requestFor(input)))).toEqual(rows.map(() => []));
});

whereBotocore('the check against the published model finds a quality that is out of range (needs botocore)', () => {
  const request = JSON.parse(JSON.stringify(requestFor(rows[0]?.input as Probe)));
  const [output] = request.Settings.OutputGroups[0].Outputs;
  output.VideoDescription.CodecSettings.H264Settings.QvbrSettings.QvbrQualityLevel = 11;
  output.VideoDescription.ScalingBehavior = 'SQUEEZE';
  expect(check([request])[0]).toEqual([
    expect.stringContaining('ScalingBehavior is not one'),
    expect.stringContaining('QvbrQualityLevel is over 10'),
  ]);
});

const groupsOf = (name: string) =>
  requestFor(rows.find((row) => row.name === name)?.input as Probe).Settings?.OutputGroups ?? [];

test('one group has all renditions, and the sound as one of its own', () => {
  const [group, ...others] = groupsOf('a 720p film gets 720p and what is below');
  expect(others).toEqual([]);
  expect(group?.Outputs?.map(({ NameModifier }) => NameModifier)).toEqual([
    '_720p',
    '_540p',
    '_360p',
    '_270p',
    '_audio',
  ]);
  expect(group?.OutputGroupSettings?.CmafGroupSettings?.Destination).toBe(
    's3://content/abcdefghijklmnopqrstuv/picture/0123abcd/film',
  );
});

test('every rendition has the same closed GOPs without scene cuts, and segments are whole GOPs', () => {
  const [group] = groupsOf('59.94 frames are kept exactly');
  const gops = group?.Outputs?.flatMap(({ VideoDescription }) => VideoDescription?.CodecSettings?.H264Settings ?? []);
  expect(gops?.length).toBeGreaterThan(1);
  for (const gop of gops ?? []) {
    expect(gop).toMatchObject({
      GopSize: 120,
      GopSizeUnits: 'FRAMES',
      GopClosedCadence: 1,
      SceneChangeDetect: 'DISABLED',
    });
  }
  const {
    SegmentLength = 0,
    FragmentLength = 1,
    SegmentLengthControl,
  } = group?.OutputGroupSettings?.CmafGroupSettings ?? {};
  expect([SegmentLength % FragmentLength, SegmentLengthControl]).toEqual([0, 'GOP_MULTIPLE']);
});

test('silent film asks for no sound, and no rendition refers to any', () => {
  const [group] = groupsOf('silent film has no sound');
  expect(JSON.stringify(group)).not.toMatch(/audio/i);
});

test('a recording becomes a DASH group, since CMAF groups must have a picture', () => {
  const [group] = groupsOf('a recording has no picture');
  expect(group?.OutputGroupSettings?.Type).toBe('DASH_ISO_GROUP_SETTINGS');
  expect(group?.Outputs?.map(({ VideoDescription }) => VideoDescription)).toEqual([undefined]);
});

test('the loudness target is set, and the original language', () => {
  const [group] = groupsOf('a 720p film gets 720p and what is below');
  const [audio] = group?.Outputs?.at(-1)?.AudioDescriptions ?? [];
  expect(audio).toMatchObject({ AudioNormalizationSettings: { TargetLkfs: -23 }, CustomLanguageCode: 'en' });
});
