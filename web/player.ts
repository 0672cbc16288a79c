import Hls from 'hls.js';

/** The player's side of its playback session. */
export interface Presence {
  /** How often the session wants to hear of its player. */
  readonly everySeconds: number;
  /** Renews the session. Rejects when it is over, or cannot be reached. */
  heartbeat(): Promise<unknown>;
  /** Gives its place to another. */
  end(): void;
}

/**
 * What the player sees of its connection goes with each address, and so into the edge's logs (CTA-5004). Not `nor`: it is
 * a relative address, and the firewall takes one with `..` for an attack.
 */
const cmcd = ['br', 'bl', 'bs', 'd', 'mtp', 'ot', 'sf', 'sid', 'st', 'su', 'tb'] as const;

/** Plays HLS streams in one video element; `failed` hears of what could not be mended. */
export class Player {
  private hls: Hls | undefined;
  private presence: Presence | undefined;
  private beating: number | undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly failed: (message: string) => void,
  ) {
    window.addEventListener('pagehide', () => this.leave());
    // hls.js reports its own errors with more to go by.
    video.addEventListener('error', () => {
      if (!this.hls && video.src) failed(video.error?.message || 'The film cannot be played.');
    });
  }

  start(url: string, presence: Presence): void {
    this.stop();
    this.presence = presence;
    // A beat that fails is no reason to stop: the next may reach, and an ended session's film is refused anyway.
    this.beating = window.setInterval(() => presence.heartbeat().catch(() => {}), presence.everySeconds * 1000);
    // Asked first: Chromium answers "maybe" to native HLS, and then plays it without what hls.js can do.
    if (Hls.isSupported()) this.startHls(url);
    else if (this.video.canPlayType('application/vnd.apple.mpegurl')) this.video.src = url;
    else this.failed('This browser cannot play HLS.');
    // A browser that wants a click first shows its own button.
    this.video.play().catch(() => {});
  }

  stop(): void {
    this.leave();
    this.hls?.destroy();
    this.hls = undefined;
    this.video.removeAttribute('src');
    this.video.load();
  }

  private leave(): void {
    clearInterval(this.beating);
    this.presence?.end();
    this.presence = undefined;
  }

  private startHls(url: string): void {
    // Fragmented MP4 goes to the browser as it is: there is no repacking that a worker could take over.
    const hls = new Hls({ enableWorker: false, cmcd: { includeKeys: [...cmcd] } });
    this.hls = hls;
    let mended = false;
    hls.on(Hls.Events.ERROR, (_event, { fatal, type, details, response }) => {
      if (!fatal) return;
      if (type === Hls.ErrorTypes.MEDIA_ERROR && !mended) {
        mended = true;
        hls.recoverMediaError();
        return;
      }
      const denied = response?.code === 403 && 'The playback session is over. Choose the film again.';
      this.failed(denied || `The film cannot be played (${details}).`);
      this.stop();
    });
    hls.loadSource(url);
    hls.attachMedia(this.video);
  }
}
