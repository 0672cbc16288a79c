import { Graph, type Sink } from './graph';
import { type Av, AvError, loadAv } from './node-av';
import { Output, type Track } from './output';
import type { OutputPlan, Progress, TrackPlan, TranscodeOutcome, TranscodePlan } from './plan';
import { Source } from './source';

/** AV_LOG_ERROR */
const errorLevel = 16;

/** Carries out a plan with the libraries in this process. Throws `AvError`. */
export async function runByNodeAv(
  plan: TranscodePlan,
  report: (progress: Progress) => void,
): Promise<TranscodeOutcome> {
  const av = await loadAv();
  const complaints: string[] = [];
  av.Log.setCallback((_, message) => complaints.push(message.trim()), { maxLevel: errorLevel as never });
  const wanted = new Set(plan.graphs.flatMap(({ streams }) => streams));
  const source = plan.input === undefined ? undefined : await Source.open(av, plan.input, wanted);
  const run = new Run(av, plan, source, report);
  try {
    await run.run();
    // Log messages arrive from other threads through the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    await new Promise((resolve) => setImmediate(resolve));
    const last = complaints.at(-1);
    throw last && error instanceof AvError ? new AvError(`${error.message} (${last})`) : error;
  } finally {
    await source?.close();
  }
  return { errors: Math.max(complaints.length, source?.errors ?? 0), messages: complaints.slice(0, 5) };
}

class Run {
  private readonly graphs: readonly Graph[];
  private readonly outputs: readonly Output[];
  private readonly tracks = new Map<string, Track>();
  private seconds = 0;
  private frames = 0;

  constructor(
    av: Av,
    private readonly plan: TranscodePlan,
    private readonly source: Source | undefined,
    private readonly report: (progress: Progress) => void,
  ) {
    const timeBase = (stream: number) => (source as Source).timeBase(stream);
    this.graphs = plan.graphs.map((graph) => new Graph(av, graph, timeBase));
    this.outputs = plan.outputs.map((output) => Output.create(av, output));
  }

  async run(): Promise<void> {
    if (this.source) await this.feedGraphs(this.source);
    for (const graph of this.graphs) {
      await graph.finish();
      await this.drain(graph);
    }
    for (const output of this.outputs) await output.close();
    for (const graph of this.graphs) graph.close();
  }

  private async feedGraphs(source: Source): Promise<void> {
    for await (const { stream, frame } of source.frames()) {
      const takers = this.graphs.filter((graph) => graph.takes(stream));
      for (const [index, graph] of takers.entries()) {
        const own = index === takers.length - 1 ? frame : frame.clone();
        if (own && (await graph.add(stream, own))) await this.receive(graph);
      }
    }
  }

  /**
   * Takes the frames that are ready at every sink, one sink after another, so that a graph is never used twice at a
   * time.
   */
  private async receive(graph: Graph): Promise<void> {
    for (const sink of graph.sinks ?? []) {
      const track = await this.track(sink);
      await graph.receive(sink, (frame) => track.add(frame));
    }
  }

  private async drain(graph: Graph): Promise<void> {
    let open = [...(graph.sinks ?? [])];
    while (open.length > 0) {
      const still: Sink[] = [];
      for (const sink of open) {
        const track = await this.track(sink);
        // Each sink is read one frame at a time, so that the sinks of a source filter advance together.
        if (!(await graph.receive(sink, (frame) => track.add(frame), 1))) still.push(sink);
      }
      open = still;
    }
  }

  private async track(sink: Sink): Promise<Track> {
    const known = this.tracks.get(sink.label);
    if (known) return known;
    for (const output of this.outputs) {
      const plan = this.find(output.plan, sink.label);
      if (!plan) continue;
      const track = await output.open(plan, sink, (seconds, frames) => this.advance(seconds, frames));
      this.tracks.set(sink.label, track);
      return track;
    }
    throw new AvError(`no output uses ${sink.label}`);
  }

  private find(output: OutputPlan, label: string): TrackPlan | undefined {
    return output.tracks.find((track) => track.label === label);
  }

  private advance(seconds: number, frames: number): void {
    this.seconds = Math.max(this.seconds, seconds);
    this.frames = Math.max(this.frames, frames);
    this.report({ seconds: this.seconds, frames: this.frames });
  }
}
