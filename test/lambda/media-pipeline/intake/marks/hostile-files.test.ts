import { readMarks } from '../../../../../lambda/media-pipeline/intake/marks';
import {
  box,
  ebmlHeader,
  element,
  entry,
  ftyp,
  ID,
  integer,
  join,
  kindBox,
  linesOf,
  MediaFile,
  mp4,
  openElement,
  trak,
  zeros,
} from './containers';
import { descriptor, stream, transportPackets } from './transport';

const MAX_READS = 64;
const MAX_BYTES = 16 * 1024 * 1024;

const tracks = element(
  ID.tracks,
  entry(1, element(ID.isDefault, 0)),
  entry(2, element(ID.commentary, 1), element(ID.name, 'Commentary'), element(ID.languageBcp47, 'en-GB')),
);
const seek = element(ID.seek, element(ID.seekId, integer(ID.tracks, 4)), element(ID.seekPosition, integer(200, 4)));
const traks = [
  trak({ handler: 'vide', more: [box('tref', box('chap', integer(3, 4)))] }),
  trak({ handler: 'soun', language: 'deu', media: [box('elng', zeros(4), 'de', 0)], isVersion1: true }),
  trak({ handler: 'text', id: 3, isQuickTime: true, handlerName: join(4, 'Main') }),
  trak({ handler: 'soun', userData: [box('name', 'A'), kindBox('about:html-kind', 'commentary'), box('tagc', 'x')] }),
];
const packets = transportPackets(
  stream(0x1b),
  stream(0x06, descriptor(0x56, 'deu', 0x10, 0)),
  stream(0x0f, descriptor(0x0a, 'deu', 3), descriptor(0x7f, 6, 0x85, 'deu')),
);

const containers = {
  Matroska: join(ebmlHeader, element(ID.segment, element(ID.seekHead, seek), tracks)),
  'Matroska of unknown size': join(ebmlHeader, openElement(ID.segment, openElement(ID.cluster, zeros(9)), tracks)),
  MP4: mp4(...traks),
  'MP4 with `moov` at the end': join(ftyp, box('mdat', zeros(40)), box('moov', ...traks)),
  'a transport stream': join(...packets),
  'a transport stream with times': join(...packets.flatMap((packet) => [integer(7, 4), packet])),
};

/** Reads a file within the limits; returns what is wrong, or nothing. */
async function faultOf(bytes: Uint8Array, size = bytes.length): Promise<string | undefined> {
  const file = new MediaFile([[0, bytes]], size);
  try {
    await readMarks(file.read, size);
  } catch (error) {
    return `throws ${error}`;
  }
  return file.reads > MAX_READS || file.bytes > MAX_BYTES ? `${file.reads} reads, ${file.bytes} bytes` : undefined;
}

/** Numbers from 0 to below `limit`, the same in every run (Numerical Recipes' linear congruential generator). */
function seededNumbers(): (limit: number) => number {
  let state = 20_260;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

describe.each(Object.entries(containers))('%s', (_, container) => {
  test('may end after any byte', async () => {
    const faults: string[] = [];
    for (let length = 0; length < container.length; length++) {
      const fault = await faultOf(container.subarray(0, length));
      if (fault) faults.push(`${length} bytes: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  test('may have wrong bytes anywhere', async () => {
    const next = seededNumbers();
    const faults: string[] = [];
    for (let round = 0; round < 500; round++) {
      const damaged = Buffer.from(container);
      const changes = Array.from({ length: 1 + next(3) }, () => [next(damaged.length), next(256)] as const);
      for (const [at, value] of changes) damaged[at] = value;
      // Half of the files are longer than their containers, so that wrong sizes lead somewhere.
      const fault = await faultOf(damaged, round % 2 ? 5e12 : damaged.length);
      if (fault) faults.push(`${JSON.stringify(changes)}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });
});

test.each([
  ['the smallest boxes', Buffer.concat([ftyp, ...Array(500_000).fill(box('free'))])],
  ['the smallest elements', join(ebmlHeader, openElement(ID.segment, Buffer.from('ec80'.repeat(2_000_000), 'hex')))],
  ['sync bytes', Buffer.alloc(5_000_000, 0x47)],
  ['tracks that are as long as the file', mp4(...Array(300).fill(trak({ handler: 'soun' })))],
])('a file of %s is read within the limits', async (_, bytes) => {
  expect(await faultOf(bytes)).toBeUndefined();
});

test('a file whose boxes are far apart is given up after 64 reads', async () => {
  const distance = 1_000_000;
  const boxes = Array.from(
    { length: 100 },
    (__, index) => [index * distance, join(integer(distance, 4), 'free')] as const,
  );
  const file = new MediaFile([...boxes, [100 * distance, box('moov', trak({ handler: 'soun' }))]]);
  expect(await file.lines()).toEqual([]);
  expect(file.reads).toBe(MAX_READS);
});

test.each([
  ['empty', new Uint8Array()],
  ['text', Buffer.from('A text that is not a film.'.repeat(100))],
  ['a picture', join('GIF89a', zeros(2000))],
  ['an RIFF file', join('RIFF', zeros(4), 'WAVE', zeros(2000))],
])('a file that is %s has no marks', async (_, bytes) => {
  expect(await linesOf(bytes)).toEqual([]);
});

test('a file that is shorter than its size has no marks', async () => {
  const read = async () => new Uint8Array();
  expect(await readMarks(read, 1000)).toEqual([]);
});

test('errors of reading are thrown', async () => {
  const read = async () => {
    throw new Error('Access denied');
  };
  await expect(readMarks(read, 1000)).rejects.toThrow('Access denied');
});
