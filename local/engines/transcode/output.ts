import type { CodecContext, FormatContext, Frame, Packet, Stream } from 'node-av/lib';
import type { Sink } from './graph';
import { type Av, AvError, again, check, eof, globalHeaderFlag, media, noFile } from './node-av';
import type { OutputPlan, TrackPlan } from './plan';

/**
 * The number of frames that may wait for an encoder. It bounds the memory when one encoder is slow, and keeps the
 * others busy.
 */
const maxWaitingFrames = 12;

/** One output file. Its header is written when the encoders of all its tracks are open. */
export class Output {
  private readonly tracks: Track[] = [];
  private readonly early: Packet[] = [];
  private writing: Promise<void> = Promise.resolve();
  private headerWritten = false;

  private constructor(
    readonly av: Av,
    readonly plan: OutputPlan,
    readonly format: FormatContext,
  ) {}

  static create(av: Av, plan: OutputPlan): Output {
    const format = new av.FormatContext();
    check(av, format.allocOutputContext2(null, plan.format, plan.path), `format ${plan.format}`);
    return new Output(av, plan, format);
  }

  async open(plan: TrackPlan, sink: Sink, onProgress: (seconds: number, frames: number) => void): Promise<Track> {
    const track = await Track.open(this, plan, sink, onProgress);
    this.tracks.push(track);
    if (this.tracks.length === this.plan.tracks.length) {
      this.writing = this.writing.then(() => this.writeHeader());
      await this.writing;
    }
    return track;
  }

  /** Writes packets of all tracks one after another. Frees the packet. */
  write(packet: Packet, timeBase: { num: number; den: number }, stream: Stream): Promise<void> {
    this.writing = this.writing.then(async () => {
      packet.timeBase = timeBase;
      packet.streamIndex = stream.index;
      if (!this.headerWritten) this.early.push(packet);
      else await this.put(packet);
    });
    return this.writing;
  }

  async close(): Promise<void> {
    for (const track of this.tracks) await track.finish();
    await this.writing;
    if (!this.headerWritten) throw new AvError(`${this.plan.path}: a track has no frames`);
    check(this.av, await this.format.writeTrailer(), 'write');
    await this.free();
  }

  async free(): Promise<void> {
    for (const track of this.tracks) track.free();
    if (!this.format.oformat?.hasFlags(noFile as never)) await this.format.closeOutput();
    this.format.freeContext();
  }

  private async writeHeader(): Promise<void> {
    const { av, format, plan } = this;
    if (!format.oformat?.hasFlags(noFile as never)) check(av, await format.openOutput(), `create ${plan.path}`);
    setOptions(av, format, plan.options, plan.format);
    check(av, await format.writeHeader(null), `header of ${plan.path}`);
    this.headerWritten = true;
    for (const packet of this.early.splice(0)) await this.put(packet);
  }

  private async put(packet: Packet): Promise<void> {
    const stream = this.format.streams[packet.streamIndex] as Stream;
    packet.rescaleTs(packet.timeBase, stream.timeBase);
    check(this.av, await this.format.interleavedWriteFrame(packet), 'write');
    packet.free();
  }
}

/** One encoder, which processes its frames independently of the others. */
export class Track {
  private working: Promise<void> = Promise.resolve();
  private waiting = 0;
  private failure: unknown;
  private frames = 0;
  private finished = false;

  private constructor(
    private readonly output: Output,
    readonly plan: TrackPlan,
    private readonly context: CodecContext,
    private readonly stream: Stream,
    private readonly onProgress: (seconds: number, frames: number) => void,
  ) {}

  static async open(output: Output, plan: TrackPlan, sink: Sink, onProgress: Track['onProgress']): Promise<Track> {
    const { av, format } = output;
    const codec = av.Codec.findEncoderByName(plan.encoder as never);
    if (!codec) throw new AvError(`FFmpeg has no encoder ${plan.encoder}`);
    const context = new av.CodecContext();
    context.allocContext3(codec);
    context.timeBase = sink.context.buffersinkGetTimeBase();
    if (plan.medium === 'video') {
      context.width = sink.context.buffersinkGetWidth();
      context.height = sink.context.buffersinkGetHeight();
      context.pixelFormat = sink.context.buffersinkGetFormat() as never;
      context.framerate = sink.context.buffersinkGetFrameRate();
      context.sampleAspectRatio = sink.context.buffersinkGetSampleAspectRatio();
      context.colorSpace = sink.context.buffersinkGetColorspace();
      context.colorRange = sink.context.buffersinkGetColorRange();
    } else {
      context.sampleRate = sink.context.buffersinkGetSampleRate();
      context.sampleFormat = sink.context.buffersinkGetFormat() as never;
      context.channelLayout = sink.context.buffersinkGetChannelLayout();
    }
    if (format.oformat?.hasFlags(globalHeaderFlag.format as never)) context.setFlags(globalHeaderFlag.codec as never);
    setOptions(av, context, plan.options, plan.encoder);
    check(av, await context.open2(codec, null), `open ${plan.encoder}`);
    const stream = format.newStream(null);
    check(av, stream.codecpar.fromContext(context), 'stream');
    stream.timeBase = context.timeBase;
    if (plan.medium === 'video') stream.avgFrameRate = context.framerate;
    if (plan.language) stream.metadata = av.Dictionary.fromObject({ language: plan.language });
    return new Track(output, plan, context, stream, onProgress);
  }

  /** Takes the frame, and resolves once there is room for another. Throws the encoder's error. */
  async add(frame: Frame): Promise<void> {
    if (this.failure) throw this.failure;
    // The encoder would take a source's picture types for orders.
    if (this.plan.medium === 'video') frame.pictType = 0 as never;
    this.enqueue(frame);
    if (this.waiting >= maxWaitingFrames) await this.working;
  }

  async finish(): Promise<void> {
    if (!this.finished) this.enqueue(null);
    this.finished = true;
    await this.working;
    if (this.failure) throw this.failure;
  }

  free(): void {
    this.context.freeContext();
  }

  private enqueue(frame: Frame | null): void {
    this.waiting += 1;
    this.working = this.working.then(async () => {
      try {
        if (!this.failure) await this.encode(frame);
      } catch (error) {
        this.failure = error;
      } finally {
        frame?.free();
        this.waiting -= 1;
      }
    });
  }

  private async encode(frame: Frame | null): Promise<void> {
    const { av } = this.output;
    const isVideo = this.context.codecType === media.video;
    check(av, await this.context.sendFrame(frame), `encode by ${this.plan.encoder}`);
    for (;;) {
      const packet = new av.Packet();
      packet.alloc();
      const code = await this.context.receivePacket(packet);
      if (code < 0) {
        packet.free();
        if (code === again || code === eof) return;
        check(av, code, `encode by ${this.plan.encoder}`);
      }
      if (this.plan.trimPriming && packet.pts < 0n) {
        packet.free();
        continue;
      }
      const { num, den } = this.context.timeBase;
      if (isVideo) {
        this.frames += 1;
        if (packet.duration === 0n) packet.duration = 1n;
      }
      this.onProgress((Number(packet.pts + packet.duration) * num) / den, this.frames);
      await this.output.write(packet, { num, den }, this.stream);
    }
  }
}

/** Throws `AvError` for an option that neither the target nor its encoder or format knows. */
function setOptions(av: Av, target: CodecContext | FormatContext, options: OutputPlan['options'], owner: string): void {
  for (const [name, value] of Object.entries(options)) {
    check(av, target.setOption(name, value), `${owner}: ${name}=${value}`);
  }
}
