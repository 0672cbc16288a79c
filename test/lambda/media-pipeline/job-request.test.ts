import { jobRequest } from '../../../lambda/media-pipeline/encoder.client';
import type { Ladder, Probe } from '../../../lambda/media-pipeline/messages';
import { planLadder } from '../../../lambda/media-pipeline/plan-ladder';
import cases from '../../cases/ladder.json';
import { needs } from '../../support/needs';
import { departures, faults } from './model';

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

test.each(rows)('$name: the request has the members and types of the SDK', ({ input }) => {
  const request = requestFor(input);
  expect(faults(request)).toEqual([]);
  expect(request.Role).toBeTruthy();
});

test('the check against the SDK finds unknown members and wrong types', () => {
  const wrong = { ...requestFor(rows[0]?.input as Probe), Colour: 'red', Priority: 'high' };
  expect(faults(wrong)).toEqual(['request.Colour is unknown', 'request.Priority is no number']);
});

needs('botocore').test('every request keeps to the enums, ranges and patterns of the published model', () => {
  expect(departures(rows.map(({ input }) => requestFor(input)))).toEqual(rows.map(() => []));
});

needs('botocore').test('the check against the published model finds a quality that is out of range', () => {
  const request = JSON.parse(JSON.stringify(requestFor(rows[0]?.input as Probe)));
  const [output] = request.Settings.OutputGroups[0].Outputs;
  output.VideoDescription.CodecSettings.H264Settings.QvbrSettings.QvbrQualityLevel = 11;
  output.VideoDescription.ScalingBehavior = 'SQUEEZE';
  expect(departures([request])[0]).toEqual([
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
