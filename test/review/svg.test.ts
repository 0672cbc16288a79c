import { Drawing, png, textWidth, wrap } from '../../review/svg';
import { cross, legs, overlap } from '../../review/svg/geometry';

function sample(): string {
  const drawing = new Drawing({ width: 200, height: 100, title: 'A & B', description: 'A sample' });
  drawing.icon('architecture-service/AWSLambda', { x: 10, y: 10 }, 32);
  drawing.text('ingest → queue', { x: 60, y: 30 }, { size: 14, weight: 'semibold' });
  drawing.arrow([
    { x: 60, y: 50 },
    { x: 120, y: 50 },
    { x: 120, y: 90 },
  ]);
  return drawing.svg();
}

test('a drawing is a self-contained file: no font, no address but its own parts', () => {
  const svg = sample();
  expect(svg).not.toMatch(/<text|font-family|url\((?!#)/);
  expect([...svg.matchAll(/href="([^"]+)"/g)].filter(([, target]) => !target?.startsWith('#'))).toEqual([]);
  expect(svg).toContain('<title id="title">A &amp; B</title>');
});

test('the same drawing gives the same PNG, as wide as asked for', async () => {
  const [first, second] = [await png(sample(), 400), await png(sample(), 400)];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  expect(Buffer.from(first).readUInt32BE(16)).toBe(400);
});

test('an icon that AWS does not have is refused by name', () => {
  const drawing = new Drawing({ width: 10, height: 10, title: '', description: '' });
  expect(() => drawing.icon('architecture-service/AmazonUnknown', { x: 0, y: 0 }, 10)).toThrow('AmazonUnknown');
});

test('a character that the font lacks is refused', () => {
  expect(() => textWidth('語', 12)).toThrow('no character “語”');
});

test('text is broken at spaces, within the width', () => {
  const lines = wrap('inspect, plan and transcode', 80, 12);
  expect(lines.join(' ')).toBe('inspect, plan and transcode');
  for (const line of lines) expect(textWidth(line, 12)).toBeLessThanOrEqual(80);
});

test('areas that touch do not overlap; lines that cross do', () => {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  expect(overlap(box, { ...box, x: 10 })).toBe(false);
  expect(overlap(box, { ...box, x: 9 })).toBe(true);
  const [across] = legs([{ x: 0, y: 5 }, { x: 10, y: 5 }]); // biome-ignore format: one line a leg
  const [down] = legs([{ x: 5, y: 0 }, { x: 5, y: 10 }]); // biome-ignore format: one line a leg
  expect(across && down && cross(across, down)).toBe(true);
});
