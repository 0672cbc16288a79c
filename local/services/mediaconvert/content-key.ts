/** A content key, and what manifests have to say of it. */
export interface ContentKey {
  /** UUID in lower case. */
  readonly keyId: string;
  /** 16 bytes. */
  readonly key: Buffer;
  readonly signals: readonly Signal[];
}

/** How one DRM system is signalled. */
export interface Signal {
  readonly systemId: string;
  /** What stands within the MPD's ContentProtection element. */
  readonly contentProtection?: string;
  /** Lines of a media playlist, and of the multivariant one. */
  readonly hlsMedia?: string;
  readonly hlsMaster?: string;
}

/** The keys of a group; a medium without one is left in the clear. */
export interface GroupKeys {
  readonly video?: ContentKey;
  readonly audio?: ContentKey;
}

/** What a group's settings ask of a key provider. */
export interface KeyRequest {
  readonly url: string;
  readonly contentId: string;
  readonly dash: readonly string[];
  readonly hls: readonly string[];
  /** In SPEKE's words, for each key: what it is for. */
  readonly tracks: readonly ('VIDEO' | 'AUDIO' | 'ALL')[];
}
