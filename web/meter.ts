import type { PageEvent } from './events';

/** The film that plays, and the recommendation that led to it. */
export interface Showing {
  readonly assetId: string;
  readonly sessionId: string;
  readonly rowId?: string;
  readonly recommendationId?: string;
}

/** Values that only the streaming library provides. */
export interface Stream {
  /** The bitrate of the current rendition, in kbit/s. */
  bitrateKbps(): number | undefined;
  /** BCP 47 tags of the selected audio and captions. */
  languages(): { readonly audio?: string; readonly captions?: string };
}

const EVERY_SECONDS = 20;

/** Measures one showing of a film, and reports it in `watch` and `quality` events. */
export class Meter {
  private readonly listening = new AbortController();
  private readonly startedAt = performance.now();
  private startupMs: number | undefined;
  /** The startup time of a session is reported once. */
  private startupReported = false;
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
    on('pause', () => this.reportWatch());
    on('ended', () => this.reportWatch());
  }

  /** Counts an error, whether the player recovered or not. */
  failed(code: string): void {
    this.errors += 1;
    this.errorCode = code.slice(0, 80);
  }

  stop(): void {
    if (this.listening.signal.aborted) return;
    this.moves();
    this.endWait();
    this.reportWatch();
    this.listening.abort();
  }

  private plays(): void {
    this.startupMs ??= performance.now() - this.startedAt;
    this.endWait();
  }

  /** Starts a rebuffering. Waits before the first picture belong to the startup time, and waits after a seek do not count. */
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
    if (this.watched >= EVERY_SECONDS) this.reportWatch();
  }

  /** Reports the part before a seek, with its start and end. */
  private jumps(): void {
    this.reportWatch(this.last);
    this.from = this.last = this.video.currentTime;
    this.waitingSince = undefined;
  }

  private reportWatch(position = this.video.currentTime): void {
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
    if (watched > 0 || this.errors > 0 || this.rebufferCount > 0) this.reportQuality(watched * 1000);
  }

  private reportQuality(playedMs: number): void {
    const { assetId, sessionId } = this.showing;
    const { startupMs, rebufferCount, rebufferMs, errors, errorCode } = this;
    const dropped = this.video.getVideoPlaybackQuality().droppedVideoFrames;
    const bitrateKbps = this.stream.bitrateKbps();
    this.report({
      type: 'quality',
      ...{ assetId, sessionId, playedMs, rebufferCount, rebufferMs, errors },
      ...(startupMs !== undefined && !this.startupReported && { startupMs }),
      ...(bitrateKbps !== undefined && { bitrateKbps }),
      ...(errorCode && { errorCode }),
      droppedFrames: Math.max(0, dropped - this.droppedBefore),
    });
    this.startupReported ||= startupMs !== undefined;
    this.rebufferCount = this.rebufferMs = this.errors = 0;
    this.errorCode = undefined;
    this.droppedBefore = dropped;
  }
}
