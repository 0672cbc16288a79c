import type { Track } from '@aws-sdk/client-mediaconvert';
import { readLanguage } from '../../shared/language-tag';
import type { SoundProbe } from '../messages';
import type { LeftOut } from './left-out';
import type { TrackMarks } from './marks';

export interface Tracks {
  /** MediaConvert's name of the format. */
  readonly container: string;
  /** The tracks of MediaConvert's probe, in the order of the file. */
  readonly tracks: readonly Track[];
  /** The marks that the container itself has. */
  readonly marks: readonly TrackMarks[];
  /** BCP 47: the spoken language that the creator declared. */
  readonly declared?: string;
}

/** The tracks of a source that are published, and those that are not. */
export interface Choice {
  readonly picture?: Track;
  /** Whether the file has pictures or sounds, supported or not. */
  readonly has: { readonly picture: boolean; readonly sound: boolean };
  /** The sounds that can be encoded. The first one is the original sound. */
  readonly sounds: readonly SoundProbe[];
  readonly leftOut: readonly LeftOut[];
}

type Kind = 'video' | 'audio' | 'data';

/** Audio formats. A picture in a file of such a format is cover art. */
const audioFormats = new Set(['aac', 'ac3', 'eac3', 'flac', 'mp3', 'ogg', 'wave']);

/** Formats in which the left and the right channel may be tracks of their own: broadcast MXF, and QuickTime of cameras. */
const splitFormats = new Set(['mxf', 'quicktime']);

/** MediaConvert's names of the captions in data tracks. */
const captionCodecs = new Set(['C608', 'C708', 'WEBVTT']);

const isKnown = ({ Codec = 'UNKNOWN' }: Track) => Codec !== 'UNKNOWN';

/** A longer track is a film or slides. */
const stillSeconds = 0.25;

/** A JPEG or a single frame beside another picture is a cover or a preview. */
function isStill({ Codec, Duration }: Track): boolean {
  return Codec === 'MJPEG' || (Duration !== undefined && Duration > 0 && Duration < stillSeconds);
}

/** Chooses the film's picture and its original sound. Marks decide before the order of the file. */
export function chooseTracks({ container, tracks, marks, declared }: Tracks): Choice {
  const marked = withMarks(tracks, marks);
  const pictures = marked.filter(({ kind }) => kind === 'video');
  const audio = marked.filter(({ kind }) => kind === 'audio');
  const shown = audioFormats.has(container) ? [] : pictures;
  const known = shown.filter(({ track }) => isKnown(track));
  const picture = known.find(({ track }) => !isStill(track)) ?? known[0];
  const sounds = ordered(audio.filter(({ track }) => isKnown(track)).map(soundOf(tracks)), declared);
  const joined = withRightChannel(container, sounds);
  const published = new Set([picture?.track, ...(joined[0]?.made ?? [])]);
  return {
    picture: picture?.track,
    has: { picture: shown.length > 0, sound: audio.length > 0 },
    sounds: joined.map(({ sound }) => sound),
    leftOut: [
      ...marked.filter(({ track }) => !published.has(track)).map((one) => leftOut(one)),
      ...unprobed(tracks, marks),
    ],
  };
}

/** A track with its marks. */
interface Marked {
  readonly track: Track;
  readonly kind: Kind;
  /** Counted from 1 among the tracks of its kind. */
  readonly number: number;
  /** Counted from 1 among all tracks. */
  readonly stream: number;
  readonly mark: Partial<TrackMarks>;
}

const kindsOf = {
  video: ['picture'],
  audio: ['sound'],
  data: ['captions', 'data'],
} as const satisfies Record<Kind, readonly TrackMarks['kind'][]>;

/** Marks count only if the container and MediaConvert agree on the number of tracks of a kind. */
function withMarks(tracks: readonly Track[], marks: readonly TrackMarks[]): Marked[] {
  const counts = { video: 0, audio: 0, data: 0 };
  const of = (kind: Kind) => marks.filter((mark) => (kindsOf[kind] as readonly string[]).includes(mark.kind));
  const own = { video: of('video'), audio: of('audio'), data: of('data') };
  const isSame = (kind: Kind) => tracks.filter(({ TrackType }) => TrackType === kind).length === own[kind].length;
  return tracks.map((track, index) => {
    const kind = track.TrackType ?? 'data';
    const number = ++counts[kind];
    return { track, kind, number, stream: index + 1, mark: (isSame(kind) && own[kind][number - 1]) || {} };
  });
}

interface Chosen {
  readonly sound: SoundProbe;
  readonly mark: Partial<TrackMarks>;
  /** The tracks that the sound is made of. */
  readonly made: readonly Track[];
}

const soundOf =
  (tracks: readonly Track[]) =>
  ({ track, number, stream, mark }: Marked): Chosen => {
    const { Codec = 'UNKNOWN', Duration, AudioProperties: audio = {} } = track;
    // MediaConvert counts the audio tracks that it recognizes, and whether this one is among them is not documented.
    const isAfterUnknown = tracks.slice(0, stream).some((one) => one.TrackType === 'audio' && !isKnown(one));
    const sound: SoundProbe = {
      codec: Codec,
      track: number,
      ...(isAfterUnknown && { streams: [stream] }),
      channels: audio.Channels ?? 2,
      sampleRate: audio.SampleRate,
      language: languageOf(mark.language) ?? languageOf(audio.LanguageCode),
      durationSeconds: Duration,
    };
    return { sound, mark, made: [track] };
  };

/** The BCP 47 tag of an ISO 639 code: `eng` → `en`, `fre` and `fra` → `fr`. `undefined` for codes without a language. */
function languageOf(code: string | undefined): string | undefined {
  const reading = readLanguage(code ?? '');
  return 'tag' in reading ? reading.tag : undefined;
}

/** Sounds for everybody before commentaries and the like, then the declared language, then the file's default. */
function ordered(sounds: readonly Chosen[], declared: string | undefined): Chosen[] {
  const rank = ({ mark, sound }: Chosen) =>
    (mark.role ? 4 : 0) + (declared && sound.language === declared ? 0 : 2) + (mark.isDefault ? 0 : 1);
  return sounds.toSorted((a, b) => rank(a) - rank(b));
}

/** The sounds with the first one made stereo, if it is a left channel whose right one is the next track. */
function withRightChannel(container: string, [first, ...others]: readonly Chosen[]): readonly Chosen[] {
  if (!first) return [];
  const right = others.find(({ sound }) => sound.track === first.sound.track + 1);
  if (!right || !splitFormats.has(container) || !areHalves(first, right)) return [first, ...others];
  const { streams } = first.sound;
  const stereo: SoundProbe = {
    ...first.sound,
    rightTrack: right.sound.track,
    ...(streams && { streams: [...streams, ...(right.sound.streams ?? [])] }),
    channels: 2,
  };
  const rest = others.filter((one) => one !== right);
  return [{ ...first, sound: stereo, made: [...first.made, ...right.made] }, ...rest];
}

function areHalves(left: Chosen, right: Chosen): boolean {
  const same = (['codec', 'sampleRate', 'language'] as const).every((name) => left.sound[name] === right.sound[name]);
  const isMono = [left, right].every(({ sound, mark }) => sound.codec === 'PCM' && sound.channels === 1 && !mark.role);
  return same && isMono;
}

/** Captions and data that only the container lists: MediaConvert's probe may leave out tracks that it cannot read. */
function unprobed(tracks: readonly Track[], marks: readonly TrackMarks[]): LeftOut[] {
  if (tracks.some(({ TrackType }) => TrackType === 'data')) return [];
  return marks.flatMap(({ kind, language, title }, index) => {
    if (kind !== 'captions' && kind !== 'data') return [];
    return [{ track: index + 1, kind, language: languageOf(language), title, why: kind }];
  });
}

const kindNames = { video: 'picture', audio: 'sound', data: 'data' } as const;

function leftOut({ track, kind, stream, mark }: Marked): LeftOut {
  const code = track.AudioProperties?.LanguageCode ?? track.DataProperties?.LanguageCode;
  const isCaptions = kind === 'data' && (captionCodecs.has(track.Codec ?? '') || mark.kind === 'captions');
  return {
    track: stream,
    kind: isCaptions ? 'captions' : kindNames[kind],
    language: languageOf(mark.language) ?? languageOf(code),
    title: mark.title,
    why: isCaptions ? 'captions' : whyOf({ track, kind, mark }),
  };
}

function whyOf({ track, kind, mark }: Pick<Marked, 'track' | 'kind' | 'mark'>): LeftOut['why'] {
  if (kind === 'data') return 'data';
  if (kind === 'video') return isStill(track) || !isKnown(track) ? 'still-picture' : 'second-picture';
  if (!isKnown(track)) return 'unsupported';
  return mark.role ?? 'other-sound';
}
