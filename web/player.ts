import Hls from 'hls.js';
import { closest, OFF, remembered } from './languages';
import type { Meter, Stream } from './meter';
import { nativeTracks, noTracks, onNativeTracks, type Tracks } from './tracks';

/** The player's side of its playback session. */
export interface Presence {
  /** How often the session wants to hear of its player. */
  readonly everySeconds: number;
  /** Renews the session. Rejects when it is over, or cannot be reached. */
  heartbeat(): Promise<unknown>;
  /** Gives its place to another. */
  end(): void;
  /** Measures this showing from now on. */
  meter(stream: Stream): Meter;
}

/**
 * What the player sees of its connection goes with each address, and so into the edge's logs (CTA-5004). Not `nor`: it is
 * a relative address, and the firewall takes one with `..` for an attack.
 */
const cmcd = ['br', 'bl', 'bs', 'd', 'mtp', 'ot', 'sf', 'sid', 'st', 'su', 'tb'] as const;

export interface PlayerEvents {
  /** Hears of what could not be mended. */
  failed(message: string): void;
  /** There is another choice of languages, or another one was chosen. */
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
    // hls.js reports its own errors with more to go by.
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
    // A beat that fails is no reason to stop: the next may reach, and an ended session's film is refused anyway.
    this.beating = window.setInterval(() => presence.heartbeat().catch(() => {}), presence.everySeconds * 1000);
    // Asked first: Chromium answers "maybe" to native HLS, and then plays it without what hls.js can do.
    if (Hls.isSupported()) this.startHls(url);
    else if (this.video.canPlayType('application/vnd.apple.mpegurl')) this.startNative(url);
    else this.events.failed('This browser cannot play HLS.');
    // A browser that wants a click first shows its own button.
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
    // Fragmented MP4 goes to the browser as it is: there is no repacking that a worker could take over.
    const hls = new Hls({ enableWorker: false, cmcd: { includeKeys: [...cmcd] } });
    this.hls = hls;
    let mended = false;
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, details, response }) => {
      // Not errors of playing: a change of tracks drops what it was loading, and a stall is measured as such.
      if (details !== Hls.ErrorDetails.BUFFER_STALLED_ERROR && details !== Hls.ErrorDetails.INTERNAL_ABORTED) {
        this.meter?.failed(details);
      }
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR && !mended) {
        mended = true;
        hls.recoverMediaError();
        return;
      }
      const denied = response?.code === 403 && 'The playback session is over. Choose the film again.';
      this.events.failed(denied || `The film cannot be played (${details}).`);
      this.stop();
    });
    // Before anything is loaded, so that no other language is loaded first.
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
    const tell = () => events.tracks(nativeTracks(video));
    onNativeTracks(video, tell, native.signal);
    const applyChoice = () => {
      const { audio, captions, captionsOff } = nativeTracks(video);
      // The system's settings may show some unasked.
      if (remembered.captions === OFF) captionsOff();
      const wanted = [
        [remembered.audio, audio],
        [remembered.captions, captions],
      ] as const;
      for (const [choice, tracks] of wanted) {
        const tag = closest(choice, tagsOf(tracks.map(({ language }) => ({ lang: language }))));
        tracks.find(({ language }) => language === tag)?.choose();
      }
      tell();
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
