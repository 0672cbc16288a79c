import type {
  CmafEncryptionSettings,
  DashIsoEncryptionSettings,
  EncryptionContractConfiguration,
} from '@aws-sdk/client-mediaconvert';
import { drmSystems, type Encryption } from '../../shared/drm';

/** The encryption of one job. */
export interface JobEncryption extends Encryption {
  /**
   * The id of the job's content for the key provider. Jobs that run at the same time must not share it:
   * https://docs.aws.amazon.com/mediaconvert/latest/ug/speke-encryption-parameters.html
   */
  readonly resourceId: string;
}

/** The maximum number of DRM systems of a DASH group, by the service's model. */
const maxDashSystems = 2;

const systemIds = ({ systems }: Encryption, signalsIn: 'dash' | 'hls') =>
  systems.filter((name) => (name === 'fairplay') === (signalsIn === 'hls')).map((name) => drmSystems[name].systemId);

/** One key for all pictures and one for all sound, so that key providers can require more of devices for the picture. */
function contract(withSound: boolean): EncryptionContractConfiguration {
  return {
    SpekeVideoPreset: 'PRESET_VIDEO_1',
    SpekeAudioPreset: withSound ? 'PRESET_AUDIO_1' : 'UNENCRYPTED',
  };
}

/** The encryption of a CMAF group: `cbcs`, which current DRM systems support; FairPlay supports no other scheme. */
export function cmafEncryption(encryption: JobEncryption, withSound: boolean): CmafEncryptionSettings {
  const dash = systemIds(encryption, 'dash');
  // The service requires one system for HLS, too.
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

/** The encryption of a DASH ISO group of sound: one key. Such groups support only the scheme `cenc`. */
export function dashEncryption(encryption: JobEncryption): DashIsoEncryptionSettings {
  return {
    PlaybackDeviceCompatibility: 'CENC_V1',
    SpekeKeyProvider: {
      Url: encryption.keyProviderUrl,
      ResourceId: encryption.resourceId,
      SystemIds: systemIds(encryption, 'dash').slice(0, maxDashSystems),
      EncryptionContractConfiguration: { SpekeVideoPreset: 'SHARED', SpekeAudioPreset: 'SHARED' },
    },
  };
}
