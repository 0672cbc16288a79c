/** A content key, with the texts about it in manifests. */
export interface ContentKey {
  /** UUID in lower case. */
  readonly keyId: string;
  /** 16 bytes. */
  readonly key: Buffer;
  readonly signals: readonly Signal[];
}

/** The signalling of one DRM system in manifests. */
export interface Signal {
  readonly systemId: string;
  /** The content of the MPD's ContentProtection element. */
  readonly contentProtection?: string;
  /** Lines for media playlists, and for the multivariant playlist. */
  readonly hlsMedia?: string;
  readonly hlsMaster?: string;
}

/** The keys of a group. A medium without a key stays in the clear. */
export interface GroupKeys {
  readonly video?: ContentKey;
  readonly audio?: ContentKey;
}

/** The request of a group's settings to a key provider. */
export interface KeyRequest {
  readonly url: string;
  readonly contentId: string;
  readonly dash: readonly string[];
  readonly hls: readonly string[];
  /** The kind of track that each key is for, in SPEKE's terms. */
  readonly tracks: readonly ('VIDEO' | 'AUDIO' | 'ALL')[];
}
