/** A system by which players get content keys. */
export interface DrmSystem {
  /** https://dashif.org/identifiers/content_protection/ */
  readonly systemId: string;
  /** What browsers call it (W3C EME). */
  readonly keySystem: string;
  /** What `KEYFORMAT` of an HLS playlist says. */
  readonly keyFormat: string;
}

export const drmSystems = {
  /** W3C EME's own: protects from nobody who owns the player; for tests. */
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

export function isDrmSystem(name: string): name is DrmSystemName {
  return Object.hasOwn(drmSystems, name);
}

/** How an encoder is to encrypt: nothing that is secret. */
export interface Encryption {
  /** Of the SPEKE v2 key provider. */
  readonly keyProviderUrl: string;
  /** What manifests signal. */
  readonly systems: readonly DrmSystemName[];
}

/** Reads a function's environment: an empty URL stands for no encryption. */
export function encryptionOf(keyProviderUrl: string, systems: readonly string[]): Encryption | undefined {
  if (keyProviderUrl === '') return undefined;
  return { keyProviderUrl, systems: systems.filter(isDrmSystem) };
}
