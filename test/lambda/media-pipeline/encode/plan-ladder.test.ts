import { planLadder } from '../../../../lambda/media-pipeline/encode/plan-ladder';
import { ladderCases, ladderText } from '../../../support/ladders';

test('a ladder in full', () => {
  const film = {
    codec: 'AVC',
    width: 640,
    height: 360,
    rotation: 0,
    frameRate: { numerator: 24, denominator: 1 },
    bitDepth: 10,
    colour: 'HDR10',
    interlaced: false,
  } as const;
  const sound = { codec: 'AAC', track: 1, channels: 2, sampleRate: 48_000, language: 'en' };
  const { picture, ...others } = planLadder({ container: 'mp4', durationSeconds: 30, video: film, audio: [sound] });
  const { rungs, ...settings } = picture ?? {};
  expect({ ...settings, ...others }).toEqual({
    frameRate: { numerator: 24, denominator: 1 },
    gopFrames: 48,
    toneMap: 'HDR10',
    deinterlace: false,
    rotate: 'AUTO',
    thumbnailWidth: 312,
    sound: { track: 1, channels: 2, bitrate: 128_000, language: 'en' },
  });
  expect(rungs?.[0]).toEqual({ name: '360p', width: 640, height: 360, maxBitrate: 700_000, quality: 7 });
});

test.each(ladderCases)('$name', ({ input, picture, sound }) => {
  expect(ladderText(planLadder(input))).toMatchObject({ picture, sound });
});

// One test of all rows, with a line for each that differs: another rendition is in nearly every one of them.
test('every source gets the renditions of its row', () => {
  const differing = ladderCases.flatMap(({ name, input, rungs }) => {
    const [expected, planned] = [rungs, ladderText(planLadder(input)).rungs].map((text) => text.split(', '));
    const missing = expected?.filter((rung) => !planned?.includes(rung)) ?? [];
    const more = planned?.filter((rung) => !expected?.includes(rung)) ?? [];
    const isInOrder = missing.length + more.length > 0 || planned?.join() === expected?.join();
    const changes = [...missing.map((rung) => `- ${rung}`), ...more.map((rung) => `+ ${rung}`)];
    return isInOrder ? changes.map((change) => `${name}: ${change}`) : [`${name}: another order`];
  });
  expect(differing).toEqual([]);
});

/** Every shape between a stamp and 8K, at steps that meet odd numbers. */
const shapes = [33, 97, 270, 359, 481, 720, 1081, 1919, 2161, 4320].flatMap((width) =>
  [35, 99, 240, 361, 540, 719, 1080, 1921, 2160, 4321].map((height) => ({ width, height })),
);

test.each(shapes)('$width×$height: even, never larger than the source, in its shape, cheaper step by step', (shape) => {
  const video = { ...shape, codec: 'AVC', rotation: 0, bitDepth: 8, colour: 'SDR', interlaced: false } as const;
  const { picture } = planLadder({ container: 'mp4', video, audio: [] });
  const rungs = picture?.rungs ?? [];
  expect(rungs.length).toBeGreaterThan(0);
  for (const [index, { width, height, maxBitrate }] of rungs.entries()) {
    expect([width % 2, height % 2]).toEqual([0, 0]);
    expect(width).toBeLessThanOrEqual(shape.width);
    expect(height).toBeLessThanOrEqual(shape.height);
    // Rounding may move either side by a line.
    expect(Math.abs(width - (height * shape.width) / shape.height)).toBeLessThanOrEqual(
      2 + (2 * shape.width) / shape.height,
    );
    const above = rungs[index - 1];
    if (above) expect(maxBitrate).toBeLessThanOrEqual(above.maxBitrate);
    if (above) expect(width * height).toBeLessThan(above.width * above.height);
  }
  expect(new Set(rungs.map(({ name }) => name)).size).toBe(rungs.length);
});
