/** A DRM system, from which players get content keys. */
export interface DrmSystem {
  /** https://dashif.org/identifiers/content_protection/ */
  readonly systemId: string;
  /** Its name in browsers (W3C EME). */
  readonly keySystem: string;
  /** The value of `KEYFORMAT` in HLS playlists. */
  readonly keyFormat: string;
}

export const drmSystems = {
  /** Clear Key of W3C EME, for tests: it does not protect films from the player's owner. */
  clearkey: {
    systemId: 'e2719d58-a985-b3c9-781a-b030af78d30e',
    keySystem: 'org.w3.clearkey',
    keyFormat: 'org.w3.clearkey',
  },
  widevine: {
    systemId: 'edef8ba9-79d6-4ace-a3c8-27dcd51d21ed',
    keySystem: 'com.widevine.alpha',
    keyFormat: 'urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed',
  },
  playready: {
    systemId: '9a04f079-9840-4286-ab92-e65be0885f95',
    keySystem: 'com.microsoft.playready',
    keyFormat: 'com.microsoft.playready',
  },
  fairplay: {
    systemId: '94ce86fb-07ff-4f43-adb8-93d2fa968ca2',
    keySystem: 'com.apple.fps',
    keyFormat: 'com.apple.streamingkeydelivery',
  },
} as const satisfies Record<string, DrmSystem>;

export type DrmSystemName = keyof typeof drmSystems;

function isDrmSystem(name: string): name is DrmSystemName {
  return Object.hasOwn(drmSystems, name);
}

/** Encryption settings of an encoder, without secrets. */
export interface Encryption {
  /** Address of the SPEKE v2 key provider. */
  readonly keyProviderUrl: string;
  /** The DRM systems that manifests signal. */
  readonly systems: readonly DrmSystemName[];
}

/** Reads a function's environment: an empty URL stands for no encryption. */
export function encryptionOf(keyProviderUrl: string, systems: readonly string[]): Encryption | undefined {
  if (keyProviderUrl === '') return undefined;
  return { keyProviderUrl, systems: systems.filter(isDrmSystem) };
}
