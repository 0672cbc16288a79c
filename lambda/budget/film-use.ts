import type { Rung } from '../media-pipeline/messages';

/** The items of the price list (cost/prices) that the making of a film is charged by. */
export const filmPrices = [
  'mediaconvert.basic.sd',
  'mediaconvert.basic.hd',
  'mediaconvert.basic.uhd',
  'mediaconvert.basic.sd.60',
  'mediaconvert.basic.hd.60',
  'mediaconvert.basic.uhd.60',
  'mediaconvert.audio',
  'mediaconvert.loudness',
  'transcribe.batch',
  'translate.text',
  'polly.neural',
  's3.standard',
] as const;
export type FilmPrice = (typeof filmPrices)[number];

/** A quantity of one item, in single units: output minutes, minutes, characters, GB-months. */
export interface Use {
  readonly price: FilmPrice;
  readonly quantity: number;
  /** The purpose, if the name of the price does not include it. */
  readonly use?: string;
}

/** What the pipeline makes of a film. */
export interface FilmOutputs {
  readonly rungs: readonly Pick<Rung, 'name' | 'width' | 'height' | 'maxBitrate'>[];
  /** Frames per second of the renditions. */
  readonly framesPerSecond: number;
  /** Bits per second of the sound; 0 without sound. */
  readonly soundBitrate: number;
}

/** Assumptions about films, from cost/assumptions.ts. */
export interface FilmNumbers {
  /** Characters of a minute of speech. */
  readonly charactersPerMinute: number;
  /** Share of a film with speech. */
  readonly speechShare: number;
  /** Share of the characters that are translated a second time. */
  readonly briefShare: number;
  /** Share of the characters that are spoken a second time. */
  readonly respokenShare: number;
  /** Average bitrate of a rendition as a share of its maximum. */
  readonly qvbrFill: number;
}

/** Above this rate, an output costs more: https://aws.amazon.com/mediaconvert/pricing/ */
const usualFramesPerSecond = 30;

/**
 * The price of an output with a picture, by its number of lines and its frame rate. SD is below 720 lines, HD from 720 to
 * 1080: https://docs.aws.amazon.com/mediaconvert/latest/ug/understanding-billing-usage.html
 */
export function pictureTier(shortSide: number, framesPerSecond: number): FilmPrice {
  const size = shortSide > 1080 ? 'uhd' : shortSide >= 720 ? 'hd' : 'sd';
  return framesPerSecond > usualFramesPerSecond ? `mediaconvert.basic.${size}.60` : `mediaconvert.basic.${size}`;
}

/** An output with sound only, at the platform's loudness. */
export function soundUse(minutes: number, use: string): Use[] {
  return [
    { price: 'mediaconvert.audio', quantity: minutes, use },
    { price: 'mediaconvert.loudness', quantity: minutes, use },
  ];
}

/** The job that encodes the picture and the original sound. */
export function pictureUse({ rungs, framesPerSecond, soundBitrate }: FilmOutputs, minutes: number): Use[] {
  const pictures = rungs.map(({ name, width, height }) => ({
    price: pictureTier(Math.min(width, height), framesPerSecond),
    quantity: minutes,
    use: `the ${name} rendition`,
  }));
  return [...pictures, ...(soundBitrate > 0 ? soundUse(minutes, 'the original') : [])];
}

/** The frame rate of the smallest picture (lambda/speech/transcribe/sound-settings.ts). */
const extractionFramesPerSecond = 10;

/** The job that extracts the sound. @param shortSides of the pictures in its outputs */
export function extractionUse(shortSides: readonly number[], minutes: number): Use[] {
  return shortSides.map((side, index) => ({
    price: pictureTier(side, extractionFramesPerSecond),
    quantity: minutes,
    use: index === 0 ? 'sound for Transcribe' : 'original sound for dubs',
  }));
}

export function recognitionUse(minutes: number): Use {
  return { price: 'transcribe.batch', quantity: minutes };
}

/** Characters of the speech of a film. */
export const spokenCharacters = (n: FilmNumbers, minutes: number) => n.charactersPerMinute * minutes * n.speechShare;

/** Captions in a further language. */
export function translationUse(n: FilmNumbers, minutes: number): Use {
  return {
    price: 'translate.text',
    quantity: spokenCharacters(n, minutes) * (1 + n.briefShare),
  };
}

/** The voice of a dub. */
export function voiceUse(n: FilmNumbers, minutes: number): Use {
  return { price: 'polly.neural', quantity: spokenCharacters(n, minutes) * (1 + n.respokenShare) };
}

/** The sum of the average bitrates of the renditions and the original sound, in bits per second. */
export function encodedBitrate(
  { rungs, soundBitrate }: Pick<FilmOutputs, 'rungs' | 'soundBitrate'>,
  { qvbrFill }: Pick<FilmNumbers, 'qvbrFill'>,
): number {
  return rungs.reduce((sum, { maxBitrate }) => sum + maxBitrate * qvbrFill, soundBitrate);
}

/** A month of storage. @param copies the number of regions that have the files */
export function storageUse(bitsPerSecond: number, minutes: number, copies: number): Use {
  const gigabytes = (bitsPerSecond * minutes * 60) / 8 / 1e9;
  return { price: 's3.standard', quantity: gigabytes * copies, use: 'films' };
}
