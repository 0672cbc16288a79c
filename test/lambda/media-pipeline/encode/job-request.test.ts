import { pictureJobRequest } from '../../../../lambda/media-pipeline/encode/picture-job';
import { planLadder } from '../../../../lambda/media-pipeline/encode/plan-ladder';
import type { Probe } from '../../../../lambda/media-pipeline/messages';
import { ladderCases as rows } from '../../../support/ladders';
import { faults } from '../model';

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
const requestFor = (probe: Probe) => pictureJobRequest({ ...run, ladder: planLadder(probe) }, 'request-1', options);

test.each(rows)('$name: the request keeps to the models that AWS publishes', ({ input }) => {
  const request = requestFor(input);
  expect(faults(request)).toEqual([]);
  expect(request.Role).toBeTruthy();
});

test('the check against the SDK finds unknown members and wrong types', () => {
  const wrong = { ...requestFor(rows[0]?.input as Probe), Colour: 'red', Priority: 'high' };
  expect(faults(wrong)).toEqual(expect.arrayContaining(['request.Colour is unknown', 'request.Priority is no number']));
});

// biome-ignore-start lint/suspicious/noExplicitAny: settings that no type allows
const h264 = (job: any) => job.OutputGroups[0].Outputs[0].VideoDescription.CodecSettings.H264Settings;

// Each is a fault that a model of AWS's knows and a type does not.
test.each<[string, string, (job: any) => void]>([
  [
    'a quality that is out of range',
    'QvbrQualityLevel: Member must have value less than or equal to 10',
    (job) => {
      h264(job).QvbrSettings.QvbrQualityLevel = 11;
    },
  ],
  [
    'a value that no enum has',
    'ScalingBehavior: Member must satisfy enum value set',
    (job) => {
      job.OutputGroups[0].Outputs[0].VideoDescription.ScalingBehavior = 'SQUEEZE';
    },
  ],
  [
    'five rows of thumbnails',
    'TileHeight: Member must be divisible by 2',
    (job) => {
      job.OutputGroups[0].OutputGroupSettings.CmafGroupSettings.ImageBasedTrickPlaySettings.TileHeight = 5;
    },
  ],
  [
    'a source that is not in S3',
    'FileInput: Member must satisfy regular expression pattern',
    (job) => {
      job.Inputs[0].FileInput = 'ftp://film.example.com/film.mp4';
    },
  ],
  [
    'a picture of 30 lines',
    'Height: Member must have value greater than or equal to 32',
    (job) => {
      job.OutputGroups[0].Outputs[0].VideoDescription.Height = 30;
    },
  ],
])('the check finds %s', (_, expected, change) => {
  const request = JSON.parse(JSON.stringify(requestFor(rows[0]?.input as Probe)));
  change(request.Settings);
  expect(faults(request)).toEqual([expect.stringContaining(expected)]);
});

// biome-ignore-end lint/suspicious/noExplicitAny: as above

const groupsOf = (name: string) =>
  requestFor(rows.find((row) => row.name === name)?.input as Probe).Settings?.OutputGroups ?? [];

test('one group has all renditions, and the sound as one of its own', () => {
  const film = 'a 720p film gets 720p and what is below';
  const renditions = rows.find(({ name }) => name === film)?.rungs.match(/\b\d+p\b/g) ?? [];
  const [group, ...others] = groupsOf(film);
  expect(others).toEqual([]);
  expect(renditions).toContain('720p');
  expect(group?.Outputs?.map(({ NameModifier }) => NameModifier)).toEqual([
    ...renditions.map((name) => `_${name}`),
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
  expect(JSON.stringify(group)).not.toMatch(/AudioDescriptions|AudioRenditionSets|AudioGroupId/);
});

test('a recording becomes a DASH group, since CMAF groups must have a picture', () => {
  const [group] = groupsOf('a recording has no picture');
  expect(group?.OutputGroupSettings?.Type).toBe('DASH_ISO_GROUP_SETTINGS');
  expect(group?.Outputs?.map(({ VideoDescription }) => VideoDescription)).toEqual([undefined]);
});

test('the job knows how long picture and sound are, so that its last event can be compared with them', () => {
  const ladder = planLadder(rows[0]?.input as Probe);
  const { UserMetadata } = pictureJobRequest(
    { ...run, ladder, lengths: { picture: 60.04, sound: 60 } },
    'request-1',
    options,
  );
  expect(UserMetadata).toMatchObject({ purpose: 'picture', pictureSeconds: '60.04', soundSeconds: '60' });
});

test('the job and its events carry the id of the request that caused the run', () => {
  const input = { ...run, ladder: planLadder(rows[0]?.input as Probe) };
  const metadataOf = (more: object) => pictureJobRequest({ ...input, ...more }, 'request-1', options).UserMetadata;
  expect(metadataOf({ correlationId: 'upload-1' })).toMatchObject({ correlationId: 'upload-1' });
  expect(metadataOf({})).not.toHaveProperty('correlationId');
});

test('the loudness target is set, and the original language', () => {
  const [group] = groupsOf('a 720p film gets 720p and what is below');
  const [audio] = group?.Outputs?.at(-1)?.AudioDescriptions ?? [];
  expect(audio).toMatchObject({ AudioNormalizationSettings: { TargetLkfs: -23 }, CustomLanguageCode: 'en' });
});
