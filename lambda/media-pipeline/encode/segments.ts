/**
 * The length of segments, of captions too: 6 s, as Apple's HLS authoring specification requires (7.5). Seconds.
 * https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
 */
export const segmentSeconds = 6;
