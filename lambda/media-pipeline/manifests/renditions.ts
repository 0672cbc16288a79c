import type { Element } from '../../shared/xml';
import type { Bitrates } from './bitrates';
import type { Attributes } from './hls';

export interface VideoRendition {
  /** The media playlist's, from the published manifest's point of view. */
  readonly uri: string;
  readonly codecs: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
  readonly bitrates: Bitrates;
  readonly durationSeconds: number;
}

export interface AudioRendition {
  readonly uri: string;
  readonly codecs: string;
  readonly channels: number;
  readonly language: string;
  readonly kind: 'original' | 'dub';
  readonly bitrates: Bitrates;
  readonly durationSeconds: number;
}

export interface CaptionRendition {
  /** The media playlist's, from the published manifest's point of view. */
  readonly playlistUri: string;
  /** Of the one WebVTT file, likewise. */
  readonly fileUri: string;
  readonly language: string;
  /** A transcript for who cannot hear; otherwise a translation. */
  readonly kind: 'original' | 'translation';
  /** Bits per second. */
  readonly bandwidth: number;
}

/** What one encoding job adds to a film: its picture and original sound, or a dub. Later jobs only add to the list. */
export interface Encoding {
  readonly video: readonly VideoRendition[];
  readonly audio: readonly AudioRendition[];
  /** Lines of the multivariant playlist for trick play, their URIs already from the published manifest's point of view. */
  readonly trickPlay: readonly { readonly tag: string; readonly attributes: Attributes }[];
  /** `EXT-X-SESSION-KEY` lines, of what is encrypted. */
  readonly sessionKeys: readonly string[];
  /** The job's MPD, its URIs likewise. */
  readonly mpd: Element;
  /** Media playlists that the job did not write itself, by the name under which they are published. */
  readonly playlists: Readonly<Record<string, string>>;
}

/** A language's name in that language, such as `français`; where nobody knows the language, that it is the original. */
export function languageName(language: string): string {
  if (language === 'und') return 'Original';
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.replace(/["\r\n]/g, '');
}
