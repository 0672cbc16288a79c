import { planLadder } from '../../../../lambda/media-pipeline/encode/plan-ladder';
import type { Ladder, Probe } from '../../../../lambda/media-pipeline/messages';
import cases from '../../../cases/ladder.json';

const rows = cases as unknown as { name: string; input: Probe; expected: Ladder }[];

test.each(rows)('$name', ({ input, expected }) => {
  expect(planLadder(input)).toEqual(expected);
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
