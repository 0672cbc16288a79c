import type { Element } from '../../../shared/xml';
import type { Bitrates, Chunk } from './bitrates';
import type { Attributes } from './hls';

/** A media playlist by the name that it has in its folder, or will have in the publication's. */
export interface PlaylistText {
  readonly name: string;
  readonly text: string;
  /** What its references must be prefixed by, should it be published itself. */
  readonly prefix: string;
  /** Seconds. */
  readonly targetDuration: number;
}

interface Rendition {
  /** The media playlist's, from the published manifest's point of view. */
  readonly uri: string;
  readonly codecs: string;
  readonly playlist: PlaylistText;
  readonly segments: readonly Chunk[];
  readonly bitrates: Bitrates;
  readonly durationSeconds: number;
}

export interface VideoRendition extends Rendition {
  readonly range: 'SDR' | 'PQ' | 'HLG';
  readonly width: number;
  readonly height: number;
  /** Frames per second. */
  readonly frameRate: number;
}

export interface AudioRendition extends Rendition {
  readonly channels: number;
  readonly language: string;
  readonly kind: 'original' | 'dub';
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

/** Where an encoding begins, in seconds: by its picture, or by its sound where it has no picture. */
export interface Begin {
  /** When the first sample is shown on the timeline of the segments, which is HLS's. */
  readonly shown: number;
  /** What the MPD takes off that timeline: `presentationTimeOffset`. */
  readonly offset: number;
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
  readonly begin: Begin;
  /** What the job did not write itself, or not as it must be, by the name under which it is published. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** A language's name in that language, such as `français`; where nobody knows the language, that it is the original. */
export function languageName(language: string): string {
  if (language === 'und') return 'Original';
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.replace(/["\r\n]/g, '');
}
