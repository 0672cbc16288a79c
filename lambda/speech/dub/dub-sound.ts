/** The sound of a dub: that of the picture's ladder for one channel. `bitrate` in bits per second. */
export const dubSound = { channels: 1, bitrate: 64_000 } as const;
