import type { ProbeResult, Track } from '@aws-sdk/client-mediaconvert';
import { summarize } from '../../../../lambda/media-pipeline/intake/inspect';
import { notesOf } from '../../../../lambda/media-pipeline/intake/left-out';
import type { TrackMarks } from '../../../../lambda/media-pipeline/intake/marks';

const limits = { maxSourceBytes: 1000, maxDurationSeconds: 7200 };

const video = (over: Partial<Track> = {}): Track => ({
  TrackType: 'video',
  Codec: 'AVC',
  Duration: 60,
  VideoProperties: { Width: 1280, Height: 720, FrameRate: { Numerator: 25, Denominator: 1 } },
  ...over,
});
const audio = (language?: string, over: Partial<Track> = {}): Track => ({
  TrackType: 'audio',
  Codec: 'AAC',
  Duration: 60,
  AudioProperties: { Channels: 2, SampleRate: 48_000, ...(language && { LanguageCode: language }) },
  ...over,
});
const mono = (language?: string, over: Partial<Track> = {}) =>
  audio(language, {
    Codec: 'PCM',
    AudioProperties: { Channels: 1, SampleRate: 48_000, ...(language && { LanguageCode: language }) },
    ...over,
  });
const data = (Codec?: Track['Codec'], language?: string): Track => ({
  TrackType: 'data',
  Codec,
  DataProperties: { LanguageCode: language },
});
const sound = (number: number, over: Partial<TrackMarks> = {}): TrackMarks => ({ kind: 'sound', number, ...over });

interface Asked {
  readonly format?: string;
  readonly marks?: readonly TrackMarks[];
  readonly declared?: string;
}

function look(Tracks: Track[], { format = 'matroska', marks, declared }: Asked = {}) {
  const input = { Container: { Format: format, Duration: 60, Tracks } } as ProbeResult;
  const { probe, leftOut } = summarize(input, limits, { marks, declared });
  const [original] = probe.audio;
  return {
    size: probe.video && `${probe.video.width}x${probe.video.height}`,
    original: original && [original.track, original.rightTrack, original.channels, original.language, original.streams],
    left: leftOut.map(({ track, kind, why }) => `${track} ${kind} ${why}`),
    leftOut,
  };
}

describe('the picture', () => {
  const small = { Width: 320, Height: 180 };
  test.each<[string, Track[], string]>([
    [
      'is not a cover that comes first',
      [video({ Codec: 'MJPEG', Duration: 60 }), video({ VideoProperties: small })],
      '320x180',
    ],
    [
      'is not a single frame that comes first',
      [video({ Duration: 0.04 }), video({ VideoProperties: small })],
      '320x180',
    ],
    ['is not a cover that comes last', [video({ VideoProperties: small }), video({ Codec: 'MJPEG' })], '320x180'],
    ['is motion JPEG where nothing else is', [video({ Codec: 'MJPEG' })], '1280x720'],
    ['is a single frame where nothing else is', [video({ Duration: 0.04 })], '1280x720'],
    ['is the first of two films', [video(), video({ VideoProperties: small })], '1280x720'],
  ])('%s', (_name, tracks, size) => {
    const found = look(tracks);
    expect(found.size).toBe(size);
    expect(found.left).toHaveLength(tracks.length - 1);
  });
});

describe('the original sound', () => {
  const tracks = [video(), audio('eng'), audio('eng'), audio('spa')];
  test.each<[string, Track[], Asked, number]>([
    ['is the first track where nothing is marked', tracks, {}, 1],
    [
      'is the track that the file marks as default',
      tracks,
      { marks: [sound(1), sound(2, { isDefault: true }), sound(3)] },
      2,
    ],
    [
      'is no commentary, even by default',
      tracks,
      { marks: [sound(1, { role: 'commentary', isDefault: true }), sound(2), sound(3)] },
      2,
    ],
    ['is no audio description', tracks, { marks: [sound(1, { role: 'descriptive' }), sound(2), sound(3)] }, 2],
    ['is in the declared language', tracks, { declared: 'es' }, 3],
    [
      'is in the declared language before the default',
      tracks,
      { declared: 'es', marks: [sound(1, { isDefault: true }), sound(2), sound(3)] },
      3,
    ],
    [
      'is no commentary in the declared language',
      tracks,
      { declared: 'es', marks: [sound(1), sound(2), sound(3, { role: 'commentary' })] },
      1,
    ],
    [
      'is a commentary where nothing else is',
      [video(), audio('eng')],
      { marks: [sound(1, { role: 'commentary' })] },
      1,
    ],
    [
      'is by the order of the file where marks are of another number of tracks',
      tracks,
      { marks: [sound(1, { role: 'commentary' })] },
      1,
    ],
  ])('%s', (_name, given, asked, track) => {
    expect(look(given, asked).original?.[0]).toBe(track);
  });

  test('has the declared language, whatever the file says', () => {
    expect(look([video(), audio('fra'), audio('deu')], { declared: 'en' }).original?.[3]).toBe('en');
    expect(look([video()], { declared: 'en' }).original).toBeUndefined();
  });

  test('is counted among all tracks, too, if an earlier sound cannot be read', () => {
    const dts = audio('eng', { Codec: 'UNKNOWN' });
    expect(look([video(), dts, audio('eng')]).original).toEqual([2, undefined, 2, 'en', [3]]);
    expect(look([video(), audio('eng'), dts]).original).toEqual([1, undefined, 2, 'en', undefined]);
  });

  test.each(['dts', 'truehd'])('that cannot be read ends the film with a reason: %s', () => {
    const input = { Container: { Format: 'matroska', Tracks: [video(), audio('eng', { Codec: 'UNKNOWN' })] } };
    expect(() => summarize(input as ProbeResult, limits)).toThrow(
      expect.objectContaining({ name: 'UnsupportedCodec', message: expect.stringMatching(/^The sound .*DTS/) }),
    );
  });
});

describe('two mono tracks', () => {
  const pair = [video({ Codec: 'MPEG2' }), mono(), mono()];
  test.each(['mxf', 'quicktime'])('are the left and the right channel in %s', (format) => {
    const found = look(pair, { format });
    expect(found.original).toEqual([1, 2, 2, undefined, undefined]);
    expect(found.left).toEqual([]);
  });

  test.each<[string, Track[], Asked]>([
    ['of another format', pair, { format: 'matroska' }],
    ['of unlike languages', [video(), mono('eng'), mono('spa')], { format: 'mxf' }],
    [
      'of unlike sample rates',
      [video(), mono(), mono(undefined, { AudioProperties: { Channels: 1, SampleRate: 44_100 } })],
      { format: 'mxf' },
    ],
    [
      'of which one is a commentary',
      pair,
      { format: 'quicktime', marks: [sound(1), sound(2, { role: 'commentary' })] },
    ],
  ])('%s are two sounds', (_name, tracks, asked) => {
    const found = look(tracks, asked);
    expect(found.original?.slice(0, 3)).toEqual([1, undefined, 1]);
    expect(found.left).toHaveLength(1);
  });

  test('of eight are the first two, and the others are listed', () => {
    const found = look([video(), ...Array.from({ length: 8 }, () => mono())], { format: 'mxf' });
    expect(found.original?.slice(0, 3)).toEqual([1, 2, 2]);
    expect(found.left).toEqual([4, 5, 6, 7, 8, 9].map((track) => `${track} sound other-sound`));
  });
});

describe('every track that is not published', () => {
  test('is listed with the reason', () => {
    const tracks = [
      ...[video(), video({ Codec: 'MJPEG' }), audio('eng'), audio('eng'), audio('deu', { Codec: 'UNKNOWN' })],
      ...[data('WEBVTT', 'spa'), data(), data()],
    ];
    const marks: TrackMarks[] = [
      ...[sound(1, { isDefault: true }), sound(2, { role: 'commentary', title: 'With the director' }), sound(3)],
      ...([
        { kind: 'captions', number: 1 },
        { kind: 'captions', number: 2, title: 'SDH' },
        { kind: 'data', number: 1 },
      ] as const),
    ];
    const { left, leftOut } = look(tracks, { marks });
    expect(left).toEqual([
      ...['2 picture still-picture', '4 sound commentary', '5 sound unsupported'],
      ...['6 captions captions', '7 captions captions', '8 data data'],
    ]);
    const notes = notesOf(leftOut);
    expect(notes[1]).toEqual({
      code: 'TrackLeftOut',
      message: 'Track 4 (sound, English, “With the director”) is a commentary. It is not published.',
      track: 4,
      kind: 'sound',
      language: 'en',
      why: 'commentary',
    });
    expect(new Set(notes.map(({ message }) => message)).size).toBe(notes.length);
  });

  test('is at least counted where there are hundreds', () => {
    const { leftOut } = look([video(), ...Array.from({ length: 300 }, () => data())]);
    const notes = notesOf(leftOut);
    expect(notes).toHaveLength(21);
    expect(notes.at(-1)?.message).toBe('280 more tracks are not published.');
  });

  test('includes captions that the probe leaves out', () => {
    const captions: TrackMarks = { kind: 'captions', number: 1, language: 'spa' };
    const marks: TrackMarks[] = [{ kind: 'picture', number: 1 }, sound(1), captions];
    const { leftOut } = look([video(), audio('eng')], { marks });
    expect(notesOf(leftOut).map(({ message }) => message)).toEqual([
      'Track 3 (captions, Spanish) has captions, which are made from the speech instead. It is not published.',
    ]);
  });

  test('includes the cover of a recording', () => {
    expect(look([audio(), video({ Codec: 'MJPEG' })], { format: 'mp3' })).toMatchObject({
      size: undefined,
      left: ['2 picture still-picture'],
    });
  });
});
