import type { FilterContext, FilterGraph, FilterInOut, Frame } from 'node-av/lib';
import { type Av, AvError, again, check, eof, noTimestamp } from './node-av';
import type { GraphPlan } from './plan';

export interface Sink {
  readonly label: string;
  readonly context: FilterContext;
}

/**
 * One filter graph. It is built when each of its inputs has delivered a frame, because it depends on the form of the
 * frames.
 */
export class Graph {
  sinks: readonly Sink[] | undefined;
  private graph: FilterGraph | undefined;
  private readonly sources = new Map<number, FilterContext>();
  private readonly waiting = new Map<number, Frame[]>();

  constructor(
    private readonly av: Av,
    private readonly plan: GraphPlan,
    private readonly timeBase: (stream: number) => { num: number; den: number },
  ) {
    for (const stream of plan.streams) this.waiting.set(stream, []);
  }

  takes(stream: number): boolean {
    return this.waiting.has(stream);
  }

  /** Returns false while frames of other inputs are missing. Frees the frame. */
  async add(stream: number, frame: Frame): Promise<boolean> {
    if (!this.graph) {
      this.waiting.get(stream)?.push(frame);
      if ([...this.waiting.values()].some((frames) => frames.length === 0)) return false;
      await this.configure();
      return true;
    }
    await this.push(stream, frame);
    return true;
  }

  /** Builds a graph whose inputs are source filters. */
  async configure(): Promise<void> {
    const { av, plan } = this;
    const graph = new av.FilterGraph();
    graph.alloc();
    for (const stream of plan.streams) {
      const [first] = this.waiting.get(stream) as Frame[];
      if (!first) throw new AvError(`stream ${stream} contains nothing that can be decoded`);
      this.sources.set(stream, this.source(graph, stream, first));
    }
    const sinks = plan.outputs.map((label) => ({ label, medium: this.mediumOf(label) }));
    const made = sinks.map(({ label, medium }, index) => {
      const filter = av.Filter.getByName(medium === 'video' ? 'buffersink' : 'abuffersink');
      const context = filter && graph.createFilter(filter, `sink${index}`, null);
      if (!context) throw new AvError(`cannot make a sink for ${label}`);
      return { label, context };
    });
    this.link(graph, new Map(made.map(({ label, context }) => [label, context])));
    check(av, await graph.config(), `filter graph ${plan.description}`);
    this.graph = graph;
    this.sinks = made;
    for (const [stream, frames] of this.waiting) for (const frame of frames.splice(0)) await this.push(stream, frame);
  }

  /** Ends the inputs. Throws if an input never had a frame. */
  async finish(): Promise<void> {
    if (!this.graph) await this.configure();
    for (const context of this.sources.values()) check(this.av, await context.buffersrcAddFrame(null), 'end of input');
  }

  /** Passes on the frames that are ready at a sink; `take` frees them. Returns whether the sink has ended. */
  async receive(sink: Sink, take: (frame: Frame) => Promise<void>, limit = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (let count = 0; count < limit; count += 1) {
      const frame = new this.av.Frame();
      frame.alloc();
      const code = await sink.context.buffersinkGetFrame(frame);
      if (code < 0) {
        frame.free();
        if (code === eof) return true;
        if (code === again) return false;
        check(this.av, code, 'filter');
      }
      await take(frame);
    }
    return false;
  }

  close(): void {
    this.graph?.free();
  }

  private async push(stream: number, frame: Frame): Promise<void> {
    const code = await (this.sources.get(stream) as FilterContext).buffersrcAddFrame(frame);
    frame.free();
    // `eof` means that no sink takes more frames.
    if (code !== eof) check(this.av, code, 'filter');
  }

  /** Parses the description, and connects its open ends to the sources and sinks with the same labels. */
  private link(graph: FilterGraph, sinks: ReadonlyMap<string, FilterContext>): void {
    const { av, plan } = this;
    const segment = graph.segmentParse(plan.description);
    if (!segment) throw new AvError(`cannot read the filter graph ${plan.description}`);
    const inputs = new av.FilterInOut();
    const outputs = new av.FilterInOut();
    try {
      check(av, segment.createFilters(), `filter graph ${plan.description}`);
      check(av, segment.applyOpts(), `filter graph ${plan.description}`);
      check(av, segment.apply(inputs, outputs), `filter graph ${plan.description}`);
      for (let end: FilterInOut | null = inputs; end?.name; end = end.next) {
        const source = this.sources.get(Number(end.name.replace(/^0:/, '')));
        if (!source || !end.filterCtx) throw new AvError(`no input is connected to [${end.name}]`);
        check(av, source.link(0, end.filterCtx, end.padIdx), `feed [${end.name}]`);
      }
      for (let end: FilterInOut | null = outputs; end?.name; end = end.next) {
        const sink = sinks.get(end.name);
        if (!sink || !end.filterCtx) throw new AvError(`no output is connected to [${end.name}]`);
        check(av, end.filterCtx.link(end.padIdx, sink, 0), `drain [${end.name}]`);
      }
    } finally {
      inputs.free();
      outputs.free();
      segment.free();
    }
  }

  private source(graph: FilterGraph, stream: number, frame: Frame): FilterContext {
    const { num, den } = this.timeBase(stream);
    const isVideo = frame.isVideo();
    const aspect = frame.sampleAspectRatio;
    const layout = isVideo ? null : this.av.avChannelLayoutDescribe(frame.channelLayout);
    const args = isVideo
      ? `width=${frame.width}:height=${frame.height}:pix_fmt=${frame.format}:time_base=${num}/${den}:` +
        `sar=${aspect.num}/${aspect.den || 1}:colorspace=${frame.colorSpace}:range=${frame.colorRange}`
      : `time_base=${num}/${den}:sample_rate=${frame.sampleRate}:channel_layout=${layout}:` +
        `sample_fmt=${this.av.avGetSampleFmtName(frame.format as never)}`;
    const filter = this.av.Filter.getByName(isVideo ? 'buffer' : 'abuffer');
    const context = filter && graph.createFilter(filter, `in${stream}`, args);
    if (!context) throw new AvError(`cannot feed stream ${stream} (${args})`);
    if (frame.pts === noTimestamp) frame.pts = 0n;
    return context;
  }

  /** In a plan, labels that begin with `a` are sound, and all others are pictures. */
  private mediumOf(label: string): 'video' | 'audio' {
    return label.startsWith('a') ? 'audio' : 'video';
  }
}
