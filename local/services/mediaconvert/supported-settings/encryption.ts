import { choice, list, object, text } from '../rules';

const systems = (max: number) => list(text(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i), 1, max);

/** Only SPEKE 2.0 is supported. */
const provider = {
  Url: text(/^https:\/\/[^:@/]*(\/.*)?$/),
  ResourceId: text(/^[\w-]+$/),
  EncryptionContractConfiguration: object(
    {
      SpekeVideoPreset: choice('PRESET_VIDEO_1', 'SHARED', 'UNENCRYPTED'),
      SpekeAudioPreset: choice('PRESET_AUDIO_1', 'SHARED', 'UNENCRYPTED'),
    },
    ['SpekeVideoPreset', 'SpekeAudioPreset'],
  ),
};

export const cmafEncryption = object(
  {
    Type: choice('SPEKE'),
    // With both values, segments are encrypted as `cenc`: see content-keys.ts.
    EncryptionMethod: choice('SAMPLE_AES', 'AES_CTR'),
    InitializationVectorInManifest: choice('INCLUDE', 'EXCLUDE'),
    SpekeKeyProvider: object({ ...provider, DashSignaledSystemIds: systems(3), HlsSignaledSystemIds: systems(3) }, [
      ...Object.keys(provider),
      'DashSignaledSystemIds',
      'HlsSignaledSystemIds',
    ]),
  },
  ['Type', 'EncryptionMethod', 'SpekeKeyProvider'],
);

export const dashEncryption = object(
  {
    PlaybackDeviceCompatibility: choice('CENC_V1'),
    SpekeKeyProvider: object({ ...provider, SystemIds: systems(2) }, [...Object.keys(provider), 'SystemIds']),
  },
  ['SpekeKeyProvider'],
);
