import { availableParallelism } from 'node:os';
import type { CmafGroupSettings, Input, Output, VideoDescription } from '@aws-sdk/client-mediaconvert';
import type { MediaInfo, MediaTrack } from '../../../engines/transcode/media-info';
import type { GraphPlan, OutputPlan, TrackPlan } from '../../../engines/transcode/plan';
import type { GroupKeys } from '../content-key';
import { audioEncoder, audioFilters, audioGraph, audioLanguage, format } from './audio';
import { blackFilters, blackRate } from './black';
import { audioTracks, hasVideo, videoTrack } from './input';
import type { FileGroup, PlannedGroup, PlannedOutput } from './planned-files';
import { gopFrames, x264Options } from './rate-control';
import { fragmentedOutput, segmentSeconds } from './segments';
import { thumbnailPlan } from './thumbnails';
import { colorOptions, commonFilters, frameRate, h264Of, scaleFilters, videoRange } from './video';

interface Chain {
  readonly filters: string;
  readonly branches: { label: string; filters: string }[];
}

/** Collects the graphs and output files of a job. */
export class JobPlanBuilder {
  readonly outputs: OutputPlan[] = [];
  private readonly chains = new Map<string, Chain>();
  private readonly audioGraphs: GraphPlan[] = [];
  private readonly blackGraphs: GraphPlan[] = [];
  private readonly threads: number;
  private picture: MediaTrack | undefined;

  constructor(
    private readonly info: MediaInfo,
    private readonly input: Input,
    private readonly gains: readonly (number | undefined)[],
    videoOutputs: number,
  ) {
    // The encoders run at the same time. Together they use all cores, and each has one thread more for slack.
    this.threads = Math.max(1, Math.ceil(availableParallelism() / Math.max(1, Math.min(videoOutputs, 2))));
  }

  group(
    index: number,
    type: PlannedGroup['type'],
    settings: CmafGroupSettings,
    outputs: readonly Output[],
    source: string,
    keys: GroupKeys,
  ): PlannedGroup {
    const video = outputs.find(({ VideoDescription }) => VideoDescription)?.VideoDescription;
    const gop = video && this.gopSeconds(video);
    const seconds = segmentSeconds(settings, gop);
    const planned = outputs.map((output, number) => this.output(`${index}-${number}`, output, settings, seconds, keys));
    const thumbnails = video && thumbnailPlan(settings, video, this.video(), `thumbnails${index}`);
    if (video && thumbnails) {
      this.branch(commonFilters(video, this.video(), this.input), thumbnails.label, thumbnails.filters);
      this.outputs.push(thumbnails.output);
    }
    return {
      type,
      settings,
      destination: destinationOf(settings.Destination ?? '', source),
      segmentSeconds: seconds,
      outputs: planned,
      ...(thumbnails && { thumbnails: thumbnails.described }),
    };
  }

  /** Plans each output as one file, with sound alone or with a picture. */
  files(index: number, destination: string, outputs: readonly Output[], source: string): FileGroup {
    const planned = outputs.map((output, number) => {
      const { encoded, track } = this.sound(`a${index}-${number}`, output);
      const { VideoDescription: description, ContainerSettings: { Container, Mp4Settings } = {} } = output;
      const picture = description && this.filePicture(`v${index}-${number}`, description, track);
      const isQuickTime = Container === 'MOV';
      const own = isQuickTime ? 'mov' : 'mp4';
      const file = `${encoded.label}.${own}`;
      const isFront = !isQuickTime && Mp4Settings?.MoovPlacement !== 'NORMAL';
      const options = { movflags: `+negative_cts_offsets${isFront ? '+faststart' : ''}` };
      this.outputs.push({ path: file, format: own, options, tracks: [...(picture ? [picture] : []), encoded] });
      return {
        file,
        ending: `${output.NameModifier ?? ''}.${output.Extension ?? own}`,
        contentType: isQuickTime ? 'video/quicktime' : description ? 'video/mp4' : 'audio/mp4',
        ...(description && { video: { width: description.Width, height: description.Height } }),
      };
    });
    return { type: 'FILE_GROUP', destination: destinationOf(destination, source), outputs: planned };
  }

  /** Plans the picture of a file; black if the input has no picture. */
  private filePicture(label: string, description: VideoDescription, sound: MediaTrack): TrackPlan {
    const isBlack = !hasVideo(this.info);
    const rate = isBlack ? blackRate(description) : frameRate(h264Of(description), this.video());
    const options = x264Options(h264Of(description), rate, this.threads);
    if (isBlack) {
      const graph = `[0:${sound.index}]${blackFilters(description)}[${label}]`;
      this.blackGraphs.push({ description: graph, streams: [sound.index], outputs: [label] });
      return { label, medium: 'video', encoder: 'libx264', options };
    }
    const track = this.video();
    this.branch(commonFilters(description, track, this.input), label, scaleFilters(description, track));
    const colors = colorOptions(description, track);
    return { label, medium: 'video', encoder: 'libx264', options: { ...options, ...colors } };
  }

  graphs(): GraphPlan[] {
    const pictures = [...this.chains.values()].map(({ filters, branches }): GraphPlan => {
      const heads = branches.map((_, index) => `[p${index}]`).join('');
      const rest = branches.map(({ label, filters: own }, index) => `[p${index}]${own}[${label}]`).join(';');
      return {
        description: `[0:${this.video().index}]${filters},split=${branches.length}${heads};${rest}`,
        streams: [this.video().index],
        outputs: branches.map(({ label }) => label),
      };
    });
    // Names of pads must be unique within one command line, across graphs.
    const named = pictures.map((graph, index) => ({
      ...graph,
      description: graph.description.replace(/\[p(\d+)\]/g, `[p${index}_$1]`),
    }));
    return [...named, ...this.blackGraphs, ...this.audioGraphs];
  }

  private output(
    id: string,
    output: Output,
    settings: CmafGroupSettings,
    seconds: number,
    keys: GroupKeys,
  ): PlannedOutput {
    const modifier = output.NameModifier ?? '';
    const description = output.VideoDescription;
    if (description) {
      const track = this.video();
      const rate = frameRate(h264Of(description), track);
      const label = `v${id}`;
      this.branch(commonFilters(description, track, this.input), label, scaleFilters(description, track));
      const options = { ...x264Options(h264Of(description), rate, this.threads), ...colorOptions(description, track) };
      const encoded = { label, medium: 'video' as const, encoder: 'libx264', options };
      const { plan, file } = fragmentedOutput(label, encoded, settings, seconds, { rate, key: keys.video });
      this.outputs.push(plan);
      const video = { frameRate: rate, range: videoRange(description, track) };
      return { file, modifier, output, video, ...(keys.video && { contentKey: keys.video }) };
    }
    const { sound, language, encoded } = this.sound(`a${id}`, output);
    const { plan, file } = fragmentedOutput(encoded.label, encoded, settings, seconds, { key: keys.audio });
    this.outputs.push(plan);
    const name =
      sound.StreamName ?? (language && new Intl.DisplayNames(['en'], { type: 'language' }).of(language)) ?? 'Audio';
    const audio = { channels: format(sound).channels, name, ...(language && { language }) };
    return { file, modifier, output, audio, ...(keys.audio && { contentKey: keys.audio }) };
  }

  /** Returns the graph that makes an output's sound, and the track that encodes it. */
  private sound(label: string, output: Output) {
    const [sound = {}] = output.AudioDescriptions ?? [];
    const tracks = audioTracks(this.info, this.input, sound.AudioSourceName);
    const [track] = tracks as [MediaTrack];
    this.audioGraphs.push(audioGraph(tracks, label, audioFilters(sound, this.gains[this.audioGraphs.length])));
    const encoded: TrackPlan = {
      label,
      medium: 'audio',
      ...audioEncoder(sound),
      ...(track.language && { language: track.language }),
    };
    return { sound, track, language: audioLanguage(sound, track), encoded };
  }

  private video(): MediaTrack {
    this.picture ??= videoTrack(this.info);
    return this.picture;
  }

  private gopSeconds(description: NonNullable<Output['VideoDescription']>): number {
    const settings = h264Of(description);
    const rate = frameRate(settings, this.video());
    return (gopFrames(settings, rate) * rate.den) / rate.num;
  }

  private branch(common: string, label: string, filters: string): void {
    const chain = this.chains.get(common) ?? { filters: common, branches: [] };
    chain.branches.push({ label, filters });
    this.chains.set(common, chain);
  }
}

/** A destination that ends in a slash is a folder. The files then have the input's name. */
function destinationOf(destination: string, source: string): string {
  if (!destination.endsWith('/')) return destination;
  const name = source.slice(source.lastIndexOf('/') + 1);
  return destination + name.replace(/\.[^.]*$/, '');
}
