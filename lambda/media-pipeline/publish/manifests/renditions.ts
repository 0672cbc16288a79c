import type { Element } from '../../../shared/xml';
import type { Bitrates, Chunk } from './bitrates';
import type { Attributes } from './hls';

/** A media playlist, by its name in its folder or in the publication's. */
export interface PlaylistText {
  readonly name: string;
  readonly text: string;
  /** The prefix of its references in a published copy. */
  readonly prefix: string;
  /** Seconds. */
  readonly targetDuration: number;
}

interface Rendition {
  /** The URI of the media playlist, relative to the published manifest. */
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
  /** The URI of the media playlist, relative to the published manifest. */
  readonly playlistUri: string;
  /** The URI of the WebVTT file with all cues, relative to the published manifest. */
  readonly fileUri: string;
  readonly language: string;
  /** `original`: a transcript for viewers who cannot hear. */
  readonly kind: 'original' | 'translation';
  /** Bits per second. */
  readonly bandwidth: number;
}

/** The start of an encoding's picture, or of its sound if it has no picture. Seconds. */
export interface Begin {
  /** The time of the first sample on the timeline of the segments, which HLS uses. */
  readonly shown: number;
  /** The `presentationTimeOffset` that the MPD subtracts from that timeline. */
  readonly offset: number;
}

/** The result of one encoding job: the picture and the original sound, or a dub. */
export interface Encoding {
  readonly video: readonly VideoRendition[];
  readonly audio: readonly AudioRendition[];
  /** Lines of the multivariant playlist for trick play, with URIs relative to the published manifest. */
  readonly trickPlay: readonly { readonly tag: string; readonly attributes: Attributes }[];
  /** The `EXT-X-SESSION-KEY` lines, if it is encrypted. */
  readonly sessionKeys: readonly string[];
  /** The job's MPD, with URIs relative to the published manifest. */
  readonly mpd: Element;
  readonly begin: Begin;
  /** The files that the publication adds or corrects, by name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

/** The language's name in that language, such as `français`; `Original` if the language is unknown. */
export function languageName(language: string): string {
  if (language === 'und') return 'Original';
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.replace(/["\r\n]/g, '');
}
