import type { CodecContext, Frame, Packet } from 'node-av/lib';
import { type Input, maxPixels, openInput } from './input';
import { type Av, AvError, again, check, eof, noTimestamp } from './node-av';

interface StreamDecoder {
  readonly context: CodecContext;
  readonly timeBase: { num: number; den: number };
  /** The time that is subtracted so that the film begins at zero, in the stream's time base. */
  readonly offset: bigint;
}

/** A film that is being read: its packets in order, decoded to frames whose times begin at zero. */
export class Source {
  /** The number of packets and frames that could not be decoded. */
  errors = 0;

  private constructor(
    private readonly av: Av,
    private readonly input: Input,
    private readonly decoders: ReadonlyMap<number, StreamDecoder>,
  ) {}

  /** Throws `AvError` if the file is not a media file, or if a stream has no decoder. */
  static async open(av: Av, path: string, streams: ReadonlySet<number>): Promise<Source> {
    const input = await openInput(av, path);
    const { format } = input;
    const start = format.startTime === noTimestamp ? 0n : format.startTime;
    const decoders = new Map<number, StreamDecoder>();
    for (const stream of format.streams) {
      if (!streams.has(stream.index)) {
        // AVDISCARD_ALL: the demuxer does not read this stream.
        stream.discard = 48 as typeof stream.discard;
        continue;
      }
      const codec = av.Codec.findDecoder(stream.codecpar.codecId);
      if (!codec)
        throw new AvError(`stream ${stream.index}: no decoder for ${av.avGetCodecName(stream.codecpar.codecId)}`);
      const context = new av.CodecContext();
      context.allocContext3(codec);
      check(av, context.parametersToContext(stream.codecpar), 'decoder');
      context.pktTimebase = stream.timeBase;
      context.threadCount = 0;
      check(av, context.setOption('max_pixels', String(maxPixels)), 'limit');
      check(av, await context.open2(codec, null), `open ${codec.name}`);
      const timeBase = { num: stream.timeBase.num, den: stream.timeBase.den };
      decoders.set(stream.index, {
        context,
        timeBase,
        offset: av.avRescaleQ(start, { num: 1, den: 1_000_000 }, timeBase),
      });
    }
    for (const stream of streams) if (!decoders.has(stream)) throw new AvError(`the file has no stream ${stream}`);
    return new Source(av, input, decoders);
  }

  timeBase(stream: number): { num: number; den: number } {
    return (this.decoders.get(stream) as StreamDecoder).timeBase;
  }

  /** The caller frees the frames. */
  async *frames(): AsyncGenerator<{ stream: number; frame: Frame }> {
    const packet = new this.av.Packet();
    packet.alloc();
    for (;;) {
      const code = await this.input.format.readFrame(packet);
      if (code === eof) break;
      if (code < 0) {
        // The file is truncated or the index of a track is broken, so nothing more can be read.
        this.errors += 1;
        break;
      }
      const stream = packet.streamIndex;
      const decoder = this.decoders.get(stream);
      if (decoder) for await (const frame of this.decode(decoder, packet)) yield { stream, frame };
      packet.unref();
    }
    packet.free();
    for (const [stream, decoder] of this.decoders) {
      for await (const frame of this.decode(decoder, null)) yield { stream, frame };
    }
  }

  async close(): Promise<void> {
    for (const { context } of this.decoders.values()) context.freeContext();
    await this.input.close();
  }

  private async *decode({ context, offset }: StreamDecoder, packet: Packet | null): AsyncGenerator<Frame> {
    const sent = await context.sendPacket(packet);
    if (sent < 0 && sent !== again && sent !== eof) this.errors += 1;
    for (;;) {
      const frame = new this.av.Frame();
      frame.alloc();
      const code = await context.receiveFrame(frame);
      if (code < 0) {
        frame.free();
        if (code !== again && code !== eof) this.errors += 1;
        return;
      }
      const time = frame.bestEffortTimestamp === noTimestamp ? frame.pts : frame.bestEffortTimestamp;
      if (time !== noTimestamp) frame.pts = time - offset;
      yield frame;
    }
  }
}
