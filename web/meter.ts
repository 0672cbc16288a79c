import type { PageEvent } from './events';

/** What is being watched, and what led to it. */
export interface Showing {
  readonly assetId: string;
  readonly sessionId: string;
  readonly rowId?: string;
  readonly recommendationId?: string;
}

/** What only the streaming library knows. */
export interface Stream {
  /** In kbit/s, of what plays now. */
  bitrateKbps(): number | undefined;
  /** BCP 47 tags of what is heard, and of the captions that are shown. */
  languages(): { readonly audio?: string; readonly captions?: string };
}

const EVERY_SECONDS = 20;

/** Measures one showing of a film, and reports it in `watch` and `quality` events. */
export class Meter {
  private readonly listening = new AbortController();
  private readonly startedAt = performance.now();
  private startupMs: number | undefined;
  /** A session has one start, and tells it once. */
  private startupTold = false;
  private waitingSince: number | undefined;
  private from: number;
  private last: number;
  private watched = 0;
  private rebufferCount = 0;
  private rebufferMs = 0;
  private errors = 0;
  private errorCode: string | undefined;
  private droppedBefore = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly showing: Showing,
    private readonly stream: Stream,
    private readonly report: (event: PageEvent) => void,
  ) {
    this.from = this.last = video.currentTime;
    const { signal } = this.listening;
    const on = (event: keyof HTMLVideoElementEventMap, listener: () => void) =>
      video.addEventListener(event, listener, { signal });
    on('playing', () => this.plays());
    on('waiting', () => this.waits());
    on('timeupdate', () => this.moves());
    on('seeking', () => this.jumps());
    on('pause', () => this.tell());
    on('ended', () => this.tell());
  }

  /** Something went wrong, mended or not. */
  failed(code: string): void {
    this.errors += 1;
    this.errorCode = code.slice(0, 80);
  }

  stop(): void {
    if (this.listening.signal.aborted) return;
    this.moves();
    this.endWait();
    this.tell();
    this.listening.abort();
  }

  private plays(): void {
    this.startupMs ??= performance.now() - this.startedAt;
    this.endWait();
  }

  /** Before the first picture it is the start that takes long, and after a seek it is what the viewer asked for. */
  private waits(): void {
    if (this.startupMs !== undefined && !this.video.seeking) this.waitingSince ??= performance.now();
  }

  private endWait(): void {
    if (this.waitingSince === undefined) return;
    this.rebufferCount += 1;
    this.rebufferMs += performance.now() - this.waitingSince;
    this.waitingSince = undefined;
  }

  private moves(): void {
    const { currentTime, seeking } = this.video;
    const step = currentTime - this.last;
    // Larger or backward steps are seeks, which have their own event.
    if (!seeking && step > 0 && step < 2 * Math.max(1, this.video.playbackRate)) this.watched += step;
    if (!seeking) this.last = currentTime;
    if (this.watched >= EVERY_SECONDS) this.tell();
  }

  /** What was seen before the jump is told by where it began and ended. */
  private jumps(): void {
    this.tell(this.last);
    this.from = this.last = this.video.currentTime;
    this.waitingSince = undefined;
  }

  private tell(position = this.video.currentTime): void {
    const { duration } = this.video;
    const { watched, from } = this;
    if (Number.isFinite(duration) && duration > 0 && watched > 0) {
      const { assetId, sessionId, rowId, recommendationId } = this.showing;
      const where = { from, position, duration, watched };
      const came = { ...(rowId && { rowId }), ...(recommendationId && { recommendationId }) };
      this.report({ type: 'watch', assetId, sessionId, ...where, ...this.stream.languages(), ...came });
      this.from = position;
      this.watched = 0;
    }
    if (watched > 0 || this.errors > 0 || this.rebufferCount > 0) this.tellQuality(watched * 1000);
  }

  private tellQuality(playedMs: number): void {
    const { assetId, sessionId } = this.showing;
    const { startupMs, rebufferCount, rebufferMs, errors, errorCode } = this;
    const dropped = this.video.getVideoPlaybackQuality().droppedVideoFrames;
    const bitrateKbps = this.stream.bitrateKbps();
    this.report({
      type: 'quality',
      ...{ assetId, sessionId, playedMs, rebufferCount, rebufferMs, errors },
      ...(startupMs !== undefined && !this.startupTold && { startupMs }),
      ...(bitrateKbps !== undefined && { bitrateKbps }),
      ...(errorCode && { errorCode }),
      droppedFrames: Math.max(0, dropped - this.droppedBefore),
    });
    this.startupTold ||= startupMs !== undefined;
    this.rebufferCount = this.rebufferMs = this.errors = 0;
    this.errorCode = undefined;
    this.droppedBefore = dropped;
  }
}
