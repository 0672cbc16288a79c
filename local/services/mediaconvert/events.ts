import type { MediaInfo } from '../../engines/transcode/media-info';
import type { Kernel } from '../../kernel/kernel';
import { codecName } from './codec-names';
import type { JobPhase, JobRecord } from './job';

const phases: readonly JobPhase[] = ['PROBING', 'TRANSCODING', 'UPLOADING'];

/** The share of each phase in a job's progress. */
const weights: Readonly<Record<JobPhase, number>> = { PROBING: 2, TRANSCODING: 93, UPLOADING: 5 };

/** Returns the whole job's progress from that of its phase, both from 0 to 100. */
export function jobPercent(phase: JobPhase, phasePercent: number): number {
  const before = phases.slice(0, phases.indexOf(phase)).reduce((sum, name) => sum + weights[name], 0);
  return Math.floor(before + (weights[phase] * phasePercent) / 100);
}

/**
 * `MediaConvert Job State Change` events, as documented in
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/mediaconvert_event_list.html
 */
export class JobEvents {
  constructor(private readonly kernel: Kernel) {}

  progressing(job: JobRecord): Promise<void> {
    return this.emit(job, 'PROGRESSING');
  }

  canceled(job: JobRecord): Promise<void> {
    return this.emit(job, 'CANCELED');
  }

  error(job: JobRecord): Promise<void> {
    return this.emit(job, 'ERROR', { errorCode: job.errorCode, errorMessage: job.errorMessage });
  }

  inputInformation(job: JobRecord, uri: string, info: MediaInfo): Promise<void> {
    return this.emit(job, 'INPUT_INFORMATION', {
      inputDetails: [
        {
          id: 1,
          uri,
          audio: info.tracks.flatMap(({ audio, codec, language, index }) =>
            audio
              ? {
                  channels: audio.channels,
                  codec: codecName(codec),
                  language: (language ?? 'und').toUpperCase(),
                  sampleRate: audio.sampleRate,
                  streamId: index + 1,
                }
              : [],
          ),
          video: info.tracks.flatMap(({ video, codec, codecTag, index }) =>
            video
              ? {
                  bitDepth: video.bitDepth,
                  codec: codecName(codec) === 'AVC' ? 'H_264' : codecName(codec),
                  colorFormat: /4(20|22|44)/.test(video.pixelFormat)
                    ? `YUV_${/4(?:20|22|44)/.exec(video.pixelFormat)?.[0]}`
                    : video.pixelFormat.toUpperCase(),
                  ...(codecTag && { fourCC: codecTag }),
                  ...(video.frameRate && { frameRate: video.frameRate.num / video.frameRate.den }),
                  height: video.height,
                  interlaceMode: video.interlaced ? 'INTERLACED' : 'PROGRESSIVE',
                  sar: `${video.sampleAspect.num}:${video.sampleAspect.den}`,
                  standard: 'UNSPECIFIED',
                  streamId: index + 1,
                  width: video.width,
                }
              : [],
          ),
        },
      ],
    });
  }

  statusUpdate(job: JobRecord, phase: JobPhase, phasePercent: number, framesDecoded: number): Promise<void> {
    const current = phases.indexOf(phase);
    const phaseProgress = Object.fromEntries(
      phases.map((name, index) => {
        if (index < current) return [name, { status: 'COMPLETE', percentComplete: 100 }];
        if (index > current) return [name, { status: 'PENDING', percentComplete: 0 }];
        return [name, { status: 'PROGRESSING', percentComplete: Math.floor(phasePercent) }];
      }),
    );
    return this.emit(job, 'STATUS_UPDATE', {
      framesDecoded,
      jobProgress: {
        phaseProgress,
        jobPercentComplete: jobPercent(phase, phasePercent),
        currentPhase: phase,
        retryCount: 0,
      },
    });
  }

  complete(job: JobRecord, outputGroupDetails: readonly object[]): Promise<void> {
    return this.emit(job, 'COMPLETE', {
      outputGroupDetails,
      paddingInserted: 0,
      blackVideoDetected: 0,
      // Code 240000: the input has errors, but the job completed.
      ...(job.warnings?.length && { warnings: [{ code: 240_000, count: job.warnings.length }] }),
    });
  }

  private emit(job: JobRecord, status: string, more: object = {}): Promise<void> {
    return this.kernel.emit(job.region, {
      source: 'aws.mediaconvert',
      detailType: 'MediaConvert Job State Change',
      resources: [job.arn],
      detail: {
        timestamp: this.kernel.now(),
        accountId: this.kernel.accountId,
        queue: job.queueArn,
        jobId: job.id,
        status,
        userMetadata: job.userMetadata,
        ...more,
      },
    });
  }
}
