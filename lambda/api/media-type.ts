/** Containers of pictures and sound that IANA files under `application`. */
const applications = new Set([
  'application/mxf',
  'application/mp4',
  'application/ogg',
  'application/x-matroska',
  'application/gxf',
]);

/** Whether a source of this media type may be uploaded. What is inside is found out later, by looking into it. */
export function isMedia(contentType: string): boolean {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(video|audio)\/[\w.+-]+$/.test(type) || applications.has(type);
}
