import type { Engine } from '@aws-sdk/client-polly';
import type { Manner } from '../../engines/speak/messages';
import { ServiceError } from '../../kernel/service';
import type { Element } from '../../wire/xml-document';

const rates: Readonly<Record<string, number>> = {
  'x-slow': 0.5,
  slow: 0.75,
  medium: 1,
  default: 1,
  fast: 1.25,
  'x-fast': 1.5,
};
/** Polly's own limits of the rate, as factors. */
const minRate = 0.2;
const maxRate = 2;

/** Decibels. */
const volumes: Readonly<Record<string, number>> = {
  silent: Number.NEGATIVE_INFINITY,
  'x-soft': -12,
  soft: -6,
  medium: 0,
  default: 0,
  loud: 4,
  'x-loud': 8,
};

const pitches: Readonly<Record<string, number>> = {
  'x-low': 0.7,
  low: 0.85,
  medium: 1,
  default: 1,
  high: 1.15,
  'x-high': 1.3,
};

/** How text is spoken at its place in the document. */
export interface Style extends Manner {
  readonly language: string;
}

export function invalid(reason: string): ServiceError {
  return new ServiceError('InvalidSsmlException', `Invalid SSML request: ${reason}`);
}

export function attribute(element: Element, name: string): string | undefined {
  return Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
}

/**
 * Returns the style within a `<prosody>`. Rates and volumes of nested elements multiply. Throws `InvalidSsmlException`.
 */
export function inProsody(element: Element, style: Style, engine: Engine): Style {
  const [rate, volume, pitch] = ['rate', 'volume', 'pitch'].map((name) => attribute(element, name));
  if (rate === undefined && volume === undefined && pitch === undefined) throw invalid('prosody without attributes');
  // As documented for AWS's neural voices: https://docs.aws.amazon.com/polly/latest/dg/supportedtags.html
  if (pitch !== undefined && engine !== 'standard')
    throw invalid('prosody pitch is supported only for standard voices');
  return {
    ...style,
    ...(rate !== undefined && { rate: style.rate * rateOf(rate) }),
    ...(volume !== undefined && { volume: style.volume * 10 ** (decibels(volume) / 20) }),
    ...(pitch !== undefined && { pitch: style.pitch * pitchOf(pitch) }),
  };
}

function rateOf(value: string): number {
  if (Object.hasOwn(rates, value)) return rates[value] as number;
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(value.trim());
  if (!percent) throw invalid(`prosody rate '${value}'`);
  return Math.max(minRate, Math.min(maxRate, Number(percent[1]) / 100));
}

function decibels(value: string): number {
  if (Object.hasOwn(volumes, value)) return volumes[value] as number;
  const match = /^([+-]\d+(?:\.\d+)?)dB$/.exec(value.trim());
  if (!match) throw invalid(`prosody volume '${value}'`);
  return Number(match[1]);
}

function pitchOf(value: string): number {
  if (Object.hasOwn(pitches, value)) return pitches[value] as number;
  const match = /^([+-]\d+(?:\.\d+)?)%$/.exec(value.trim());
  if (!match) throw invalid(`prosody pitch '${value}'`);
  return Math.max(0.5, Math.min(2, 1 + Number(match[1]) / 100));
}
