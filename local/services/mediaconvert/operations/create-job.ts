import { createHash, randomBytes } from 'node:crypto';
import type {
  CreateJobCommandInput,
  CreateJobCommandOutput,
  JobSettings,
  Output,
  OutputGroupSettings,
} from '@aws-sdk/client-mediaconvert';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, ServiceError } from '../../../kernel/service';
import { keyRequestOf } from '../content-keys';
import { describeJob, type JobRecord } from '../job';
import type { Jobs } from '../jobs';
import type { Queues } from '../queues';
import { choice, conform, map, object, refused, text, whole } from '../rules';
import { request as statedOfRequest } from '../stated-settings';
import { jobSettings, statusUpdateIntervals } from '../supported-settings';

/** Milliseconds in which two requests with the same token are the same request. */
const tokenLifetime = 60_000;

const request = object(
  {
    Role: text(/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/),
    Queue: text(),
    ClientRequestToken: text(),
    StatusUpdateInterval: statusUpdateIntervals,
    Priority: whole(-50, 50),
    UserMetadata: map(text()),
    Tags: map(text()),
    BillingTagsSource: choice('QUEUE', 'PRESET', 'JOB_TEMPLATE', 'JOB'),
    AccelerationSettings: object({ Mode: choice('DISABLED') }),
    SimulateReservedQueue: choice('DISABLED'),
    Settings: jobSettings,
  },
  ['Role', 'Settings'],
  statedOfRequest,
);

export function createJob(kernel: Kernel, jobs: Jobs, queues: Queues) {
  return (input: CreateJobCommandInput, call: Call): Omit<CreateJobCommandOutput, '$metadata'> => {
    conform(input, request, '');
    const settings = input.Settings as JobSettings;
    checkOutputs(settings);
    const queue = queues.get(call.region, input.Queue);
    const now = kernel.now();
    const token = input.ClientRequestToken;
    const earlier = token && jobs.list(call.region).find(sentBefore(token, now));
    if (earlier) {
      if (digest(earlier.settings) !== digest(settings)) {
        throw new ServiceError('ConflictException', `ClientRequestToken ${token} was used with other settings`, 409);
      }
      return { Job: describeJob(earlier) };
    }
    const id = `${now}-${randomBytes(3).toString('hex')}`;
    const job: JobRecord = {
      id,
      arn: `arn:aws:mediaconvert:${call.region}:${call.accountId}:jobs/${id}`,
      region: call.region,
      queueArn: queue.arn,
      role: input.Role as string,
      settings,
      userMetadata: input.UserMetadata ?? {},
      priority: input.Priority ?? 0,
      statusUpdateInterval: input.StatusUpdateInterval ?? 'SECONDS_60',
      ...(token && { clientRequestToken: token }),
      submittedAt: now,
      status: 'SUBMITTED',
      attempt: 1,
    };
    jobs.add(job);
    return { Job: describeJob(job) };
  };
}

const sentBefore = (token: string, now: number) => (job: JobRecord) =>
  job.clientRequestToken === token && now - job.submittedAt < tokenLifetime;

const digest = (settings: JobSettings) => createHash('sha256').update(JSON.stringify(settings)).digest('hex');

/** Identifiers such as `$dt$`, which MediaConvert replaces by the date and time. */
const formatIdentifier = /\$\w+(%\w+)?\$/;

/** Checks the rules that concern several settings. */
function checkOutputs({ Inputs = [], OutputGroups = [] }: JobSettings): void {
  const selectors = Object.keys(Inputs[0]?.AudioSelectors ?? {});
  for (const [index, { OutputGroupSettings, Outputs = [] }] of OutputGroups.entries()) {
    const path = `/settings/outputGroups/${index}`;
    const { Type, CmafGroupSettings, DashIsoGroupSettings, FileGroupSettings } = OutputGroupSettings ?? {};
    if (Type === 'CMAF_GROUP_SETTINGS' && !CmafGroupSettings) {
      throw refused(`${path}/outputGroupSettings/cmafGroupSettings`, 'is required');
    }
    if (Type === 'DASH_ISO_GROUP_SETTINGS' && !DashIsoGroupSettings) {
      throw refused(`${path}/outputGroupSettings/dashIsoGroupSettings`, 'is required');
    }
    const isFile = Type === 'FILE_GROUP_SETTINGS';
    if (isFile && !FileGroupSettings) throw refused(`${path}/outputGroupSettings/fileGroupSettings`, 'is required');
    if (isFile && formatIdentifier.test(FileGroupSettings?.Destination ?? '')) {
      throw refused(
        `${path}/outputGroupSettings/fileGroupSettings/destination`,
        'has format identifiers, which are not supported by this stand-in for MediaConvert',
      );
    }
    const asked = keyRequestOf(CmafGroupSettings ?? DashIsoGroupSettings ?? {});
    const { SpekeAudioPreset, SpekeVideoPreset } = contractOf(OutputGroupSettings);
    if ((SpekeAudioPreset === 'SHARED') !== (SpekeVideoPreset === 'SHARED') || asked?.tracks.length === 0) {
      throw refused(
        `${path}/outputGroupSettings/encryption/spekeKeyProvider/encryptionContractConfiguration`,
        'must use either one key for pictures and sound or a key for each, and must encrypt at least one of them',
      );
    }
    const containers = isFile ? ['MP4', 'MOV'] : Type === 'CMAF_GROUP_SETTINGS' ? ['CMFC'] : ['MPD'];
    const modifiers = new Set<string>();
    for (const [number, output] of Outputs.entries()) {
      checkOutput(output, `${path}/outputs/${number}`, containers, selectors);
      if (!isFile) checkStreamed(output, `${path}/outputs/${number}`);
      if (isFile) checkFile(output, `${path}/outputs/${number}`, Outputs.length);
      else if (output.Extension !== undefined) {
        throw refused(`${path}/outputs/${number}/extension`, 'is supported only in file groups');
      }
      const modifier = output.NameModifier ?? '';
      if (modifiers.has(modifier))
        throw refused(`${path}/outputs/${number}/nameModifier`, 'is not unique in its group');
      modifiers.add(modifier);
    }
  }
}

function contractOf({ CmafGroupSettings, DashIsoGroupSettings }: OutputGroupSettings = {}) {
  const { Encryption } = CmafGroupSettings ?? DashIsoGroupSettings ?? {};
  return Encryption?.SpekeKeyProvider?.EncryptionContractConfiguration ?? {};
}

/**
 * QuickTime is a container of pictures: AWS does not list it for sound alone, and it holds PCM together with H.264.
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/reference-codecs-containers.html
 */
function checkFile(output: Output, path: string, siblings: number): void {
  const { AudioDescriptions = [], ContainerSettings, NameModifier, VideoDescription } = output;
  const isQuickTime = ContainerSettings?.Container === 'MOV';
  if (isQuickTime && !VideoDescription) throw refused(`${path}/videoDescription`, 'is required in QuickTime files');
  const [sound] = AudioDescriptions;
  if (!sound)
    throw refused(`${path}/audioDescriptions`, 'is required by this stand-in for MediaConvert in a file group');
  if (sound.CodecSettings?.Codec === 'WAV' && !isQuickTime) {
    throw refused(
      `${path}/audioDescriptions/0/codecSettings/codec`,
      'must be AAC, because MP4 files cannot contain PCM',
    );
  }
  if (VideoDescription && sound.AudioNormalizationSettings) {
    throw refused(
      `${path}/audioDescriptions/0/audioNormalizationSettings`,
      'is not supported by this stand-in for MediaConvert together with a picture',
    );
  }
  if (siblings > 1 && !NameModifier) throw refused(`${path}/nameModifier`, 'is required with several outputs');
  if (formatIdentifier.test(NameModifier ?? '')) {
    throw refused(
      `${path}/nameModifier`,
      'has format identifiers, which are not supported by this stand-in for MediaConvert',
    );
  }
}

function checkStreamed({ AudioDescriptions = [], VideoDescription }: Output, path: string): void {
  if (Boolean(VideoDescription) === AudioDescriptions.length > 0) {
    throw refused(path, 'must have either a video description or one audio description');
  }
  if (AudioDescriptions[0]?.CodecSettings?.Codec === 'WAV') {
    throw refused(
      `${path}/audioDescriptions/0/codecSettings/codec`,
      'must be AAC, because segments cannot contain PCM',
    );
  }
}

function checkOutput(output: Output, path: string, containers: readonly string[], selectors: readonly string[]): void {
  const { VideoDescription, AudioDescriptions = [], ContainerSettings } = output;
  if (!containers.includes(ContainerSettings?.Container ?? ''))
    throw refused(`${path}/containerSettings/container`, `must be ${containers.join(' or ')}`);
  checkCodec(AudioDescriptions, path);
  const h264 = VideoDescription?.CodecSettings?.H264Settings;
  if (h264?.RateControlMode === 'QVBR' && !h264.MaxBitrate) {
    throw refused(`${path}/videoDescription/codecSettings/h264Settings/maxBitrate`, 'is required with QVBR');
  }
  for (const size of ['Width', 'Height'] as const) {
    const value = VideoDescription?.[size];
    if (value !== undefined && value % 2 !== 0) {
      throw refused(`${path}/videoDescription/${size.toLowerCase()}`, 'must be even for 4:2:0 pictures');
    }
  }
  const source = AudioDescriptions[0]?.AudioSourceName;
  if (AudioDescriptions.length > 0 && !(source === undefined ? selectors.length > 0 : selectors.includes(source))) {
    throw refused(`${path}/audioDescriptions/0/audioSourceName`, 'is not the name of an audio selector of the input');
  }
}

/** Checks the settings of the codec, which the rules of single settings do not require. */
function checkCodec([sound]: NonNullable<Output['AudioDescriptions']>, path: string): void {
  const { Codec, AacSettings, WavSettings } = sound?.CodecSettings ?? {};
  const missing = Codec === 'AAC' && !AacSettings ? 'aacSettings' : Codec === 'WAV' && !WavSettings && 'wavSettings';
  if (missing) throw refused(`${path}/audioDescriptions/0/codecSettings/${missing}`, 'is required');
}
