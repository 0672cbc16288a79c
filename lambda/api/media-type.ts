/** Containers of video and audio that IANA registers under `application`. */
const applications = new Set([
  'application/mxf',
  'application/mp4',
  'application/ogg',
  'application/x-matroska',
  'application/gxf',
]);

/** Whether a source of this media type may be uploaded. The workflow inspects the content later. */
export function isMedia(contentType: string): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(video|audio)\/[\w.+-]+$/.test(type) || applications.has(type);
}
