// Counts the segments of a second session of a film that the edge has cached for the first session.
import { startPlatform } from './platform.mjs';

/** `{ segments, hits }`. */
export async function benchEdgeCache(folder, film) {
  const platform = await startPlatform(folder, process.execPath, ['scripts/start.mjs']);
  try {
    const { id } = platform.omnistream('upload', film, '--wait');
    // One session uses cookies and the other signed addresses, which must share the cache as well.
    const first = platform.omnistream('playback', id);
    const cookie = Object.entries(first.cookies).map(([name, value]) => `${name}=${value}`);
    await segments(first.hls, { cookie: cookie.join('; ') });
    const answers = await segments(platform.omnistream('playback', id).signedHls, {});
    return { segments: answers.length, hits: answers.filter((cache) => cache.startsWith('Hit')).length };
  } finally {
    await platform.stop();
  }
}

/** Loads every segment of every rendition and sound. Returns the edge's cache status of each. */
async function segments(manifest, headers) {
  const text = async (url) => (await fetch(url, { headers })).text();
  const uris = (playlist, base) =>
    [...playlist.matchAll(/^[^#\s].*|URI="([^"]+)"/gm)].map(([line, uri]) => new URL(uri ?? line, base).href);
  const caches = [];
  for (const playlist of uris(await text(manifest), manifest)) {
    for (const url of uris(await text(playlist), playlist)) {
      const response = await fetch(url, { headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${url}: HTTP status ${response.status}`);
      caches.push(response.headers.get('x-cache') ?? '');
    }
  }
  return caches;
}
