import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GraphPlan, TrackPlan } from '../engines/transcode/plan';
import { Transcoder } from '../engines/transcode/transcoder';

/** Raised when a recipe below changes, so that stored films are made again. */
const edition = 1;
/** Where the films of tests are kept for the next run. */
export const filmsFolder = join(__dirname, '..', '..', 'node_modules', '.cache', 'omnistream', `films-${edition}`);

interface Recipe {
  /** Source filters, and what is done to them. */
  readonly video?: string;
  readonly videoOptions?: Readonly<Record<string, string>>;
  readonly audio?: readonly { readonly source: string; readonly language?: string }[];
  readonly extension?: string;
  readonly format?: string;
  readonly formatOptions?: Readonly<Record<string, string>>;
  /** Damages the file, or patches what no encoder writes. */
  readonly alter?: (content: Buffer) => Buffer;
}

const picture = (size: string, rate = '24') => `testsrc2=size=${size}:rate=${rate}:duration=3`;
const tone = (frequency: number, layout = 'stereo') =>
  `sine=frequency=${frequency}:sample_rate=48000:duration=3,volume=-20dB,aformat=channel_layouts=${layout}`;
const sound = [{ source: tone(440) }];

/** Three seconds each, and called by what is special about them. */
const recipes = {
  plain: { video: picture('320x180'), audio: sound },
  portrait: { video: picture('180x320'), audio: sound },
  /** Coded in landscape, to be turned by 90 degrees clockwise. */
  rotated: { video: picture('320x180'), audio: sound, alter: rotate },
  silent: { video: picture('320x180') },
  audioOnly: { audio: sound, extension: 'm4a' },
  oddSize: { video: `${picture('321x181')},format=yuv444p`, audio: sound },
  variableRate: { video: `${picture('320x180', '30')},select='gt(n,45)+not(mod(n,3))'`, audio: sound },
  tenBit: { video: `${picture('320x180')},format=yuv420p10le`, audio: sound },
  hdr10: {
    video: `${picture('320x180')},format=yuv420p10le`,
    videoOptions: { color_primaries: '9', color_trc: '16', colorspace: '9' },
    audio: sound,
  },
  interlaced: {
    video: `${picture('320x180', '50')},interlace=scan=tff`,
    videoOptions: { flags: '+ildct+ilme', 'x264-params': 'tff=1' },
    audio: sound,
  },
  surround: { video: picture('320x180'), audio: [{ source: tone(440, '5.1') }] },
  twoLanguages: {
    video: picture('320x180'),
    audio: [
      { source: tone(440), language: 'eng' },
      { source: tone(880), language: 'fra' },
    ],
  },
  fractionalRate: { video: picture('320x180', '30000/1001'), audio: sound },
  transportStream: { video: picture('320x180'), audio: sound, extension: 'ts', format: 'mpegts', formatOptions: {} },
  matroska: { video: picture('320x180'), audio: sound, extension: 'mkv', format: 'matroska', formatOptions: {} },
  /** The file has its index, and lacks its end. */
  truncated: {
    video: picture('320x180'),
    audio: sound,
    alter: (content: Buffer) => content.subarray(0, content.length / 2),
  },
  /** The index comes last, and is lost. */
  truncatedIndex: {
    video: picture('320x180'),
    audio: sound,
    formatOptions: {},
    alter: (content: Buffer) => content.subarray(0, content.length * 0.8),
  },
  corrupt: { video: picture('320x180'), audio: sound, alter: flipBits },
} as const satisfies Record<string, Recipe>;

export type FilmName = keyof typeof recipes;

/** Makes a film by the engine itself, unless an earlier run has stored it. Returns its path. */
export async function film(name: FilmName, workerPath: string): Promise<string> {
  const recipe: Recipe = recipes[name];
  const path = join(filmsFolder, `${name}.${recipe.extension ?? 'mp4'}`);
  if (existsSync(path)) return path;
  mkdirSync(filmsFolder, { recursive: true });
  const draft = join(filmsFolder, `${name}-${process.pid}.draft`);
  await new Transcoder({ workerPath, driver: { kind: 'node-av' } }).transcode({
    graphs: graphs(recipe),
    outputs: [
      {
        path: draft,
        format: recipe.format ?? 'mp4',
        options: recipe.formatOptions ?? { movflags: '+faststart' },
        tracks: tracks(recipe),
      },
    ],
  });
  if (recipe.alter) writeFileSync(draft, recipe.alter(readFileSync(draft)));
  renameSync(draft, path);
  return path;
}

function graphs({ video, audio = [] }: Recipe): GraphPlan[] {
  return [
    ...(video ? [{ description: `${video}[v0]`, streams: [], outputs: ['v0'] }] : []),
    ...audio.map(({ source }, index) => ({
      description: `${source},aformat=sample_fmts=fltp,asetnsamples=n=1024:p=0[a${index}]`,
      streams: [],
      outputs: [`a${index}`],
    })),
  ];
}

function tracks({ video, videoOptions, audio = [] }: Recipe): TrackPlan[] {
  const x264 = { preset: 'ultrafast', crf: '30', ...videoOptions };
  return [
    ...(video ? [{ label: 'v0', medium: 'video' as const, encoder: 'libx264', options: x264 }] : []),
    ...audio.map(({ language }, index) => ({
      label: `a${index}`,
      medium: 'audio' as const,
      encoder: 'aac',
      options: { b: '96000' },
      ...(language && { language }),
    })),
  ];
}

/** Sets the display matrix of the first track (ISO/IEC 14496-12, 8.3.2) to a quarter turn. */
function rotate(content: Buffer): Buffer {
  const matrix = content.indexOf('tkhd') + 4 + 40;
  const values = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000];
  for (const [index, value] of values.entries()) content.writeInt32BE(value, matrix + index * 4);
  return content;
}

/** Every hundredth byte of the media, from its second quarter on, loses its highest bit. */
function flipBits(content: Buffer): Buffer {
  const media = content.indexOf('mdat') + 4;
  for (let at = media + Math.floor((content.length - media) / 4); at < content.length; at += 100) {
    content[at] = (content[at] as number) ^ 0x80;
  }
  return content;
}
