/** One language of a film that is played. */
export interface Track {
  /** BCP 47; empty if the language is unknown. */
  readonly language: string;
  choose(): void;
  readonly isChosen: boolean;
}

/** The tracks that the viewer can select, for hls.js and for native playback. */
export interface Tracks {
  readonly audio: readonly Track[];
  readonly captions: readonly Track[];
  captionsOff(): void;
}

export const noTracks: Tracks = { audio: [], captions: [], captionsOff() {} };

/** `AudioTrack` of the HTML standard. TypeScript's DOM types do not include it, because only some browsers support it. */
interface NativeAudioTrack {
  readonly language: string;
  enabled: boolean;
}
type NativeAudioTracks = EventTarget & ArrayLike<NativeAudioTrack>;

/** The tracks of a video element that plays HLS by itself, as Safari does. */
export function nativeTracks(video: HTMLVideoElement): Tracks {
  const audio = Array.from(audioOf(video) ?? []);
  const captions = Array.from(video.textTracks).filter(({ kind }) => kind === 'subtitles' || kind === 'captions');
  const show = (chosen?: TextTrack) => {
    for (const track of captions) track.mode = track === chosen ? 'showing' : 'disabled';
  };
  return {
    audio: audio.map((track) => ({
      language: track.language,
      isChosen: track.enabled,
      choose: () => {
        for (const other of audio) other.enabled = other === track;
      },
    })),
    captions: captions.map((track) => ({
      language: track.language,
      isChosen: track.mode === 'showing',
      choose: () => show(track),
    })),
    captionsOff: () => show(),
  };
}

/** Calls `changed` when tracks are added, removed or selected, until `signal` is aborted. */
export function onNativeTracks(video: HTMLVideoElement, changed: () => void, signal: AbortSignal): void {
  for (const list of [audioOf(video), video.textTracks]) {
    for (const event of ['addtrack', 'removetrack', 'change']) list?.addEventListener(event, changed, { signal });
  }
}

function audioOf(video: HTMLVideoElement): NativeAudioTracks | undefined {
  return (video as HTMLVideoElement & { readonly audioTracks?: NativeAudioTracks }).audioTracks;
}
