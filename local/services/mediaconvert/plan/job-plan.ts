import type { AudioDescription, CmafGroupSettings, JobSettings } from '@aws-sdk/client-mediaconvert';
import type { MediaInfo, MediaTrack } from '../../../engines/transcode/media-info';
import type { GroupKeys } from '../content-key';
import { audioTracks } from './input';
import { JobPlanBuilder } from './job-plan-builder';
import type { JobPlan } from './planned-files';

/**
 * Plans a job as one transcode: the picture is decoded once and split for the whole ladder. `gains` are the decibels
 * for each audio output in order of appearance, `keys` those of the groups by their indexes. Throws `JobError` if the
 * settings do not fit the input.
 */
export function planJob(
  settings: JobSettings,
  info: MediaInfo,
  file: string,
  gains: readonly (number | undefined)[],
  keys: ReadonlyMap<number, GroupKeys>,
): JobPlan {
  const [input = {}] = settings.Inputs ?? [];
  const builder = new JobPlanBuilder(info, input, gains, outputCount(settings));
  const groups = (settings.OutputGroups ?? []).map((group, index) => {
    const { CmafGroupSettings, DashIsoGroupSettings, FileGroupSettings, Type } = group.OutputGroupSettings ?? {};
    if (Type === 'FILE_GROUP_SETTINGS') {
      return builder.files(index, FileGroupSettings?.Destination ?? '', group.Outputs ?? [], input.FileInput ?? '');
    }
    const isCmaf = Type === 'CMAF_GROUP_SETTINGS';
    const own = ((isCmaf ? CmafGroupSettings : DashIsoGroupSettings) ?? {}) as CmafGroupSettings;
    return builder.group(
      index,
      isCmaf ? 'CMAF_GROUP' : 'DASH_ISO_GROUP',
      own,
      group.Outputs ?? [],
      input.FileInput ?? '',
      keys.get(index) ?? {},
    );
  });
  return {
    transcode: {
      input: file,
      graphs: builder.graphs(),
      outputs: builder.outputs,
      ...(info.durationSeconds !== undefined && { durationSeconds: info.durationSeconds }),
    },
    groups,
  };
}

/** Returns audio descriptions in the order of {@link planJob}'s gains, with the tracks that they select. */
export function audioDescriptions(
  settings: JobSettings,
  info: MediaInfo,
): { description: AudioDescription; tracks: readonly MediaTrack[] }[] {
  const [input = {}] = settings.Inputs ?? [];
  return (settings.OutputGroups ?? [])
    .flatMap(({ Outputs = [] }) => Outputs)
    .flatMap(({ AudioDescriptions = [] }) => AudioDescriptions)
    .map((description) => ({ description, tracks: audioTracks(info, input, description.AudioSourceName) }));
}

function outputCount({ OutputGroups = [] }: JobSettings): number {
  return OutputGroups.flatMap(({ Outputs = [] }) => Outputs).filter(({ VideoDescription }) => VideoDescription).length;
}
