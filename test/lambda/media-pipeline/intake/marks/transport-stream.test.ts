import { integer, join, linesOf, MediaFile } from './containers';
import {
  associationOf,
  descriptor,
  MAP_PID,
  mapOf,
  nullPacket,
  packetsOf,
  stream,
  transportPackets,
} from './transport';

const language = (code: string, audioType = 0) => descriptor(0x0a, code, audioType);
const registration = (format: string) => descriptor(0x05, format);
const supplementary = (classification: number, ...code: string[]) =>
  descriptor(0x7f, 0x06, 0x82 | (classification << 2) | code.length, ...code);
const types = (...numbers: number[]) => numbers.map((type) => stream(type));

test.each([
  [
    'pictures',
    types(0x01, 0x02, 0x10, 0x1b, 0x24, 0xea, 0xd1),
    [1, 2, 3, 4, 5, 6, 7].map((number) => `picture ${number}`),
  ],
  ['sound', types(0x03, 0x04, 0x0f, 0x11, 0x81, 0x87), [1, 2, 3, 4, 5, 6].map((number) => `sound ${number}`)],
  ['captions and data', types(0x82, 0x06, 0x05, 0x86), ['captions 1', 'data 1', 'data 2', 'data 3']],
  [
    'private sound by descriptor',
    [0x6a, 0x7a, 0x7c].map((tag) => stream(0x06, descriptor(tag, 0))),
    ['sound 1', 'sound 2', 'sound 3'],
  ],
  [
    'private streams by registration',
    ['Opus', 'HEVC', 'KLVA'].map((format) => stream(0x06, registration(format))),
    ['sound 1', 'picture 1', 'data 1'],
  ],
  ['languages', [stream(0x0f, language('deu')), stream(0x0f, language('und'))], ['sound 1 deu', 'sound 2']],
  [
    'audio types',
    [1, 2, 3].map((type) => stream(0x0f, language('eng', type))),
    ['sound 1 music-and-effects eng', 'sound 2 hearing-impaired eng', 'sound 3 descriptive eng'],
  ],
  [
    'editorial classifications',
    [1, 2, 3].map((value) => stream(0x0f, language('eng'), supplementary(value))),
    ['sound 1 descriptive eng', 'sound 2 hearing-impaired eng', 'sound 3 descriptive eng'],
  ],
  ['main audio with an audio type', [stream(0x0f, language('eng', 1), supplementary(0))], ['sound 1 eng']],
  [
    'a user defined classification',
    [stream(0x0f, language('eng', 3), supplementary(0x18))],
    ['sound 1 descriptive eng'],
  ],
  ['a language of supplementary audio', [stream(0x0f, supplementary(1, 'fra'))], ['sound 1 descriptive fra']],
  [
    'subtitles',
    [0x10, 0x20].map((type) => stream(0x06, language('xxx'), descriptor(0x59, 'deu', type, integer(0, 4)))),
    ['captions 1 deu', 'captions 2 hearing-impaired deu'],
  ],
  [
    'teletext',
    [stream(0x06, descriptor(0x56, 'deu', 0x09, 0, 'swe', 0x28, 0x88)), stream(0x06, descriptor(0x56, 'deu', 0x10, 0))],
    ['captions 1 hearing-impaired swe', 'captions 2 deu'],
  ],
])('transport streams have %s', async (_, streams, expected) => {
  expect(await linesOf(join(...transportPackets(...streams)))).toEqual(expected);
});

const streams = [stream(0x1b), stream(0x0f, language('deu'))];
const found = ['picture 1', 'sound 1 deu'];
const packets = transportPackets(...streams);
const association = packetsOf(0, associationOf([{ number: 1, pid: MAP_PID }]));

test.each([
  ['of 188 bytes', join(...packets)],
  ['of 192 bytes, after a time', join(...packets.flatMap((packet) => [integer(7, 4), packet]))],
  ['of 204 bytes, before error correction', join(...packets.flatMap((packet) => [packet, Buffer.alloc(16)]))],
])('packets %s are read', async (_, file) => {
  expect(await linesOf(file)).toEqual(found);
});

test('Blu-ray streams have meanings of their own', async () => {
  const map = mapOf(types(0x1b, 0x80, 0x82, 0x86, 0x90), { descriptors: [registration('HDMV')] });
  const file = join(...association, ...packetsOf(MAP_PID, map));
  expect(await linesOf(file)).toEqual(['picture 1', 'sound 1', 'sound 2', 'sound 3', 'captions 1']);
});

test.each([
  ['in several packets', join(...association, ...packetsOf(MAP_PID, mapOf(streams), 10))],
  [
    'in packets that are sent twice',
    join(...association, ...packetsOf(MAP_PID, mapOf(streams), 10).flatMap((packet) => [packet, packet])),
  ],
  [
    'after a map whose packets are lost',
    join(...association, ...packetsOf(MAP_PID, mapOf(streams), 10).slice(0, 3), ...packetsOf(MAP_PID, mapOf(streams))),
  ],
  [
    'after a map that is not valid yet',
    join(
      ...association,
      ...packetsOf(MAP_PID, mapOf([stream(2)], { isCurrent: false })),
      ...packetsOf(MAP_PID, mapOf(streams), 184, 1),
    ),
  ],
  [
    'after the map of another program',
    join(
      ...association,
      ...packetsOf(MAP_PID, mapOf([stream(2)], { number: 2 })),
      ...packetsOf(MAP_PID, mapOf(streams), 184, 1),
    ),
  ],
  [
    'after bytes that are not a packet',
    join(...Array(5).fill(nullPacket), ...packets.slice(0, 2), Buffer.alloc(70), ...packets.slice(2)),
  ],
])('a program map is read %s', async (_, file) => {
  expect(await linesOf(file)).toEqual(found);
});

test('the first program is read, and not the network information', async () => {
  const programs = associationOf([
    { number: 0, pid: 16 },
    { number: 1, pid: MAP_PID },
    { number: 2, pid: 0x1100 },
  ]);
  const file = join(
    ...packetsOf(0, programs),
    ...packetsOf(0x1100, mapOf([stream(2)], { number: 2 })),
    ...packetsOf(MAP_PID, mapOf(streams)),
  );
  expect(await linesOf(file)).toEqual(found);
});

test('only the first 4 MiB are searched', async () => {
  const nulls = join(...Array(23_000).fill(nullPacket));
  const file = new MediaFile([
    [0, nulls],
    [nulls.length, join(...packets)],
  ]);
  expect(await file.lines()).toEqual([]);
  expect(file.bytes).toBeLessThanOrEqual(4.25 * 1024 * 1024);
});
