import type {
  CmafEncryptionSettings,
  DashIsoEncryptionSettings,
  EncryptionContractConfiguration,
} from '@aws-sdk/client-mediaconvert';
import { drmSystems, type Encryption } from '../../shared/drm';

/** The encryption of one job. */
export interface JobEncryption extends Encryption {
  /**
   * What the key provider knows the job's content by. No two jobs that run at once may share one:
   * https://docs.aws.amazon.com/mediaconvert/latest/ug/speke-encryption-parameters.html
   */
  readonly resourceId: string;
}

/** DASH groups take two systems at most, by the service's model. */
const mostSystemsOfDash = 2;

const systemIds = ({ systems }: Encryption, signalsIn: 'dash' | 'hls') =>
  systems.filter((name) => (name === 'fairplay') === (signalsIn === 'hls')).map((name) => drmSystems[name].systemId);

/** A key for all pictures and one for all sound, so that a provider can ask more of devices that show the picture. */
function contract(withSound: boolean): EncryptionContractConfiguration {
  return {
    SpekeVideoPreset: 'PRESET_VIDEO_1',
    SpekeAudioPreset: withSound ? 'PRESET_AUDIO_1' : 'UNENCRYPTED',
  };
}

/** Of a CMAF group: `cbcs`, which every system plays that is not ten years old, FairPlay nothing else. */
export function cmafEncryption(encryption: JobEncryption, withSound: boolean): CmafEncryptionSettings {
  const dash = systemIds(encryption, 'dash');
  // The service wants one in HLS, too.
  const hls = [...systemIds(encryption, 'hls'), ...dash].slice(0, 1);
  return {
    Type: 'SPEKE',
    EncryptionMethod: 'SAMPLE_AES',
    InitializationVectorInManifest: 'INCLUDE',
    SpekeKeyProvider: {
      Url: encryption.keyProviderUrl,
      ResourceId: encryption.resourceId,
      DashSignaledSystemIds: dash,
      HlsSignaledSystemIds: hls,
      EncryptionContractConfiguration: contract(withSound),
    },
  };
}

/** Of a DASH ISO group with nothing but sound: one key for all of it. Such groups know no scheme but `cenc`. */
export function dashEncryption(encryption: JobEncryption): DashIsoEncryptionSettings {
  return {
    PlaybackDeviceCompatibility: 'CENC_V1',
    SpekeKeyProvider: {
      Url: encryption.keyProviderUrl,
      ResourceId: encryption.resourceId,
      SystemIds: systemIds(encryption, 'dash').slice(0, mostSystemsOfDash),
      EncryptionContractConfiguration: { SpekeVideoPreset: 'SHARED', SpekeAudioPreset: 'SHARED' },
    },
  };
}
