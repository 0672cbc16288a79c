import Hls from 'hls.js';
import { closest, OFF, remembered } from './languages';
import type { Meter, Stream } from './meter';
import { nativeTracks, noTracks, onNativeTracks, type Tracks } from './tracks';

/** The player's side of its playback session. */
export interface Presence {
  /** Seconds between two heartbeats. */
  readonly everySeconds: number;
  /** Renews the session. Rejects if the session has ended or the API cannot be reached. */
  heartbeat(): Promise<unknown>;
  /** Ends the session, so that the viewer can open another. */
  end(): void;
  /** Starts to measure this playback. */
  meter(stream: Stream): Meter;
}

/**
 * Measurements that the player adds to each address, so that the edge's logs contain them (CTA-5004). `nor` is left out:
 * it is a relative address, and the firewall treats an address with `..` as an attack.
 */
const cmcd = ['br', 'bl', 'bs', 'd', 'mtp', 'ot', 'sf', 'sid', 'st', 'su', 'tb'] as const;

export interface PlayerEvents {
  /** Called after an error that the player could not recover from. */
  failed(message: string): void;
  /** Called when the list of tracks or the selection changes. */
  tracks(tracks: Tracks): void;
}

/** Plays HLS streams in one video element, in the languages that the viewer chose last. */
export class Player {
  private hls: Hls | undefined;
  private native: AbortController | undefined;
  private presence: Presence | undefined;
  private beating: number | undefined;
  private meter: Meter | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly events: PlayerEvents,
  ) {
    window.addEventListener('pagehide', () => this.leave());
    // hls.js reports its own errors with more detail.
    video.addEventListener('error', () => {
      if (!this.hls && video.src) events.failed(video.error?.message || 'The film cannot be played.');
    });
  }

  start(url: string, presence: Presence): void {
    this.stop();
    this.presence = presence;
    this.meter = presence.meter({
      bitrateKbps: () => this.bitrateKbps(),
      languages: () => this.languages(),
    });
    // A failed heartbeat does not stop playback: the next one may succeed, and the edge refuses an ended session anyway.
    this.beating = window.setInterval(() => presence.heartbeat().catch(() => {}), presence.everySeconds * 1000);
    // hls.js has priority: Chromium returns "maybe" for native HLS, and plays it with fewer features than hls.js.
    if (Hls.isSupported()) this.startHls(url);
    else if (this.video.canPlayType('application/vnd.apple.mpegurl')) this.startNative(url);
    else this.events.failed('This browser cannot play HLS.');
    // A browser that requires a click shows its own button.
    this.video.play().catch(() => {});
  }

  stop(): void {
    this.leave();
    this.hls?.destroy();
    this.hls = undefined;
    this.native?.abort();
    this.native = undefined;
    this.video.removeAttribute('src');
    this.video.load();
    this.events.tracks(noTracks);
  }

  private leave(): void {
    clearInterval(this.beating);
    this.meter?.stop();
    this.meter = undefined;
    this.presence?.end();
    this.presence = undefined;
  }

  private bitrateKbps(): number | undefined {
    const bitrate = this.hls?.levels[this.hls.currentLevel]?.bitrate;
    return bitrate === undefined ? undefined : bitrate / 1000;
  }

  private languages(): ReturnType<Stream['languages']> {
    const { audio, captions } = this.hls ? hlsTracks(this.hls) : nativeTracks(this.video);
    const chosen = (tracks: Tracks['audio']) => tracks.find(({ isChosen }) => isChosen)?.language || undefined;
    return { audio: chosen(audio), captions: chosen(captions) };
  }

  private startHls(url: string): void {
    // The browser plays fragmented MP4 directly, so a worker for repackaging is not needed.
    const hls = new Hls({ enableWorker: false, cmcd: { includeKeys: [...cmcd] } });
    this.hls = hls;
    let recovered = false;
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, details, response }) => {
      // These are not playback errors: a change of tracks aborts downloads, and stalls are measured separately.
      if (details !== Hls.ErrorDetails.BUFFER_STALLED_ERROR && details !== Hls.ErrorDetails.INTERNAL_ABORTED) {
        this.meter?.failed(details);
      }
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR && !recovered) {
        recovered = true;
        hls.recoverMediaError();
        return;
      }
      const denied = response?.code === 403 && 'The playback session has ended. Select the film again.';
      this.events.failed(denied || `The film cannot be played (${details}).`);
      this.stop();
    });
    // The preferences are set before the first download, so that no other language is loaded first.
    hls.on(Hls.Events.MANIFEST_PARSED, (_event, { audioTracks, subtitleTracks }) => {
      const audio = closest(remembered.audio, tagsOf(audioTracks));
      const captions = closest(remembered.captions, tagsOf(subtitleTracks));
      if (audio) hls.config.audioPreference = { lang: audio };
      if (captions) hls.config.subtitlePreference = { lang: captions };
    });
    const { AUDIO_TRACKS_UPDATED, AUDIO_TRACK_SWITCHING, SUBTITLE_TRACKS_UPDATED, SUBTITLE_TRACK_SWITCH } = Hls.Events;
    for (const event of [AUDIO_TRACKS_UPDATED, AUDIO_TRACK_SWITCHING, SUBTITLE_TRACKS_UPDATED, SUBTITLE_TRACK_SWITCH]) {
      hls.on(event, () => this.events.tracks(hlsTracks(hls)));
    }
    hls.loadSource(url);
    hls.attachMedia(this.video);
  }

  private startNative(url: string): void {
    const native = new AbortController();
    this.native = native;
    const { video, events } = this;
    const reportTracks = () => events.tracks(nativeTracks(video));
    onNativeTracks(video, reportTracks, native.signal);
    const applyChoice = () => {
      const { audio, captions, captionsOff } = nativeTracks(video);
      // The settings of the system may turn captions on.
      if (remembered.captions === OFF) captionsOff();
      const wanted = [
        [remembered.audio, audio],
        [remembered.captions, captions],
      ] as const;
      for (const [choice, tracks] of wanted) {
        const tag = closest(choice, tagsOf(tracks.map(({ language }) => ({ lang: language }))));
        tracks.find(({ language }) => language === tag)?.choose();
      }
      reportTracks();
    };
    video.addEventListener('loadedmetadata', applyChoice, { signal: native.signal });
    video.src = url;
  }
}

function hlsTracks(hls: Hls): Tracks {
  return {
    audio: hls.audioTracks.map(({ lang = '' }, index) => ({
      language: lang,
      isChosen: hls.audioTrack === index,
      choose: () => {
        hls.audioTrack = index;
      },
    })),
    captions: hls.subtitleTracks.map(({ lang = '' }, index) => ({
      language: lang,
      isChosen: hls.subtitleTrack === index && hls.subtitleDisplay,
      choose: () => {
        hls.subtitleDisplay = true;
        hls.subtitleTrack = index;
      },
    })),
    captionsOff: () => {
      hls.subtitleTrack = -1;
    },
  };
}

function tagsOf(tracks: readonly { readonly lang?: string }[]): string[] {
  return tracks.flatMap(({ lang }) => lang || []);
}
