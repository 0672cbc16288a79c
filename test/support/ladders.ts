import type {
  Colour,
  Fraction,
  Ladder,
  PictureProbe,
  Probe,
  Rung,
  SoundProbe,
} from '../../lambda/media-pipeline/messages';
import cases from '../cases/ladder.json';

/** A row of `cases/ladder.json`: a source, and what is to be encoded of it. */
export interface LadderCase {
  readonly name: string;
  readonly input: Probe;
  readonly rungs: string;
  readonly picture: string;
  readonly sound: string;
}

/** `mp4 30s | AVC 1280×720 24fps | AAC #1 2ch 48000Hz en` as what a probe of that source reports. */
function probeOf(text: string): Probe {
  const [container = '', ...tracks] = text.split(' | ');
  const [format = '', duration] = container.split(' ');
  const [video] = tracks.filter((track) => track.includes('×'));
  return {
    container: format,
    durationSeconds: Number.parseInt(duration ?? '', 10),
    ...(video && { video: pictureOf(video) }),
    audio: tracks.filter((track) => track !== video).map(soundOf),
  };
}

function pictureOf(text: string): PictureProbe {
  const [codec = '', size = '', ...words] = text.split(' ');
  const [width = 0, height = 0] = size.split('×').map(Number);
  const word = (pattern: RegExp) => words.map((each) => pattern.exec(each)?.[1]).find((found) => found !== undefined);
  const frameRate = word(/^(.+)fps$/);
  return {
    codec,
    width,
    height,
    rotation: Number(word(/^(\d+)°$/) ?? 0) as PictureProbe['rotation'],
    ...(frameRate && { frameRate: fractionOf(frameRate) }),
    bitDepth: Number(word(/^(\d+)bit$/) ?? 8),
    colour: (word(/^(HDR10|HLG)$/) ?? 'SDR') as Colour,
    matrix: word(/^(RGB|ITU_\w+|SMPTE_\w+)$/),
    interlaced: words.includes('interlaced'),
  };
}

function soundOf(text: string): SoundProbe {
  const [codec = '', track = '', channels = '', ...words] = text.split(' ');
  const rate = words.find((word) => word.endsWith('Hz'));
  const language = words.find((word) => word !== rate);
  return {
    codec,
    track: Number(track.slice(1)),
    channels: Number.parseInt(channels, 10),
    ...(rate && { sampleRate: Number.parseInt(rate, 10) }),
    ...(language && { language }),
  };
}

function fractionOf(text: string): Fraction {
  const [numerator = 0, denominator = 1] = text.split('/').map(Number);
  return { numerator, denominator };
}

/** `720p 1280×720 4M q8`, in megabits per second. */
const rungText = ({ name, width, height, maxBitrate, quality, ...others }: Rung) =>
  `${name} ${width}×${height} ${maxBitrate / 1e6}M q${quality}${rest(others)}`;

/** A ladder as the rows state it. What a row has no words for is added as JSON. */
export function ladderText({ picture, sound, ...others }: Ladder): Pick<LadderCase, 'rungs' | 'picture' | 'sound'> {
  const {
    rungs = [],
    frameRate,
    gopFrames,
    toneMap,
    to709,
    deinterlace,
    rotate,
    thumbnailWidth,
    ...more
  } = picture ?? {};
  const words = [
    frameRate
      ? `${frameRate.numerator}${frameRate.denominator === 1 ? '' : `/${frameRate.denominator}`}fps`
      : 'own rate',
    gopFrames ? `GOP ${gopFrames}` : 'no GOP',
    ...(toneMap ? [`from ${toneMap}`] : []),
    ...(to709 ? ['to BT.709'] : []),
    ...(deinterlace ? ['deinterlaced'] : []),
    `rotate ${rotate}`,
    `thumbnails ${thumbnailWidth}`,
  ];
  return {
    rungs: `${rungs.map(rungText).join(', ')}${rest(others)}`,
    picture: picture ? `${words.join(', ')}${rest(more)}` : 'none',
    sound: sound ? soundText(sound) : 'none',
  };
}

function soundText({ track, channels, bitrate, language, ...others }: NonNullable<Ladder['sound']>): string {
  return `#${track} ${channels}ch ${bitrate / 1000}k ${language}${rest(others)}`;
}

const rest = (others: object) => (Object.keys(others).length > 0 ? ` ${JSON.stringify(others)}` : '');

export const ladderCases: readonly LadderCase[] = cases.map(({ source, ...row }) => ({
  ...row,
  input: probeOf(source),
}));
