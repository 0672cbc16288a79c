import { basename } from 'node:path';

const dash = (url: string) => `<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT3S" minBufferTime="PT1S" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011">
<Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="100000" codecs="avc1.42c00d" width="320" height="180"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>`;

const hls = (url: string) =>
  `#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:3\n#EXTINF:3.0,\n${url}\n#EXT-X-ENDLIST\n`;

const multivariant = (url: string) =>
  `#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="${url}"\n#EXT-X-STREAM-INF:BANDWIDTH=100000,AUDIO="a"\n${url}\n`;

/** 22 KB in which each of a thousand lines opens the script again. */
export const selfReferencing = `ffconcat version 1.0\n${"file 'source'\nduration 1\n".repeat(1000)}`;

/** Texts that refer to a file, by its path. */
export const byPath: Readonly<Record<string, (path: string) => string>> = {
  'a concat script': (path) => `ffconcat version 1.0\nfile '${path}'\n`,
  'a concat script of a file beside it': (path) => `ffconcat version 1.0\nfile '${basename(path)}'\n`,
  'an HLS media playlist of a file beside it': (path) => hls(basename(path)),
  'an HLS media playlist of files': (path) => hls(`file://${path}`),
  'an HLS media playlist of paths': hls,
  'an HLS multivariant playlist of files': (path) => multivariant(`file://${path}`),
  'a DASH manifest of files': (path) => dash(`file://${path}`),
  'an IMF composition playlist': (path) =>
    `<?xml version="1.0"?><CompositionPlaylist xmlns="http://www.smpte-ra.org/schemas/2067-3/2016"><Id>urn:uuid:1</Id><SegmentList><Segment><ImageSequence><Path>${path}</Path></ImageSequence></Segment></SegmentList></CompositionPlaylist>`,
  'a Smooth Streaming manifest': (path) =>
    `<?xml version="1.0"?><SmoothStreamingMedia MajorVersion="2" MinorVersion="0" Duration="30000000"><StreamIndex Type="video" Url="file://${path}"><QualityLevel Index="0" Bitrate="100000"/></StreamIndex></SmoothStreamingMedia>`,
};

/** Texts that refer to an address of this machine, by its port. */
export const byPort: Readonly<Record<string, (port: number) => string>> = {
  'an HLS media playlist of web addresses': (port) => hls(`http://127.0.0.1:${port}/a.ts`),
  'an HLS multivariant playlist of web addresses': (port) => multivariant(`http://127.0.0.1:${port}/a.m3u8`),
  'a DASH manifest of web addresses': (port) => dash(`http://127.0.0.1:${port}/a.mp4`),
  'a session description (SDP)': (port) =>
    `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\na=control:rtsp://127.0.0.1:${port}/\nm=video ${port} RTP/AVP/TCP 96\na=rtpmap:96 H264/90000\na=setup:active\n`,
  'an address of RTSP': (port) => `rtsp://127.0.0.1:${port}/film\n`,
  'a concat script of web addresses': (port) => `ffconcat version 1.0\nfile 'http://127.0.0.1:${port}/a.mp4'\n`,
};

/** The names of files by which FFmpeg recognizes such a text. */
export function usualName(kind: string): string {
  const endings = [/HLS/, /DASH/, /SDP/, /concat/, /Smooth/, /IMF/, /QuickTime|MP4/, /Matroska/] as const;
  const names = ['film.m3u8', 'film.mpd', 'film.sdp', 'film.ffconcat', 'film.ism', 'film.xml', 'film.mov', 'film.mkv'];
  return names[endings.findIndex((pattern) => pattern.test(kind))] ?? 'film.mp4';
}
