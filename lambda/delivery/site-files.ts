import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The media type of a site's file by its name. Throws for a kind that no site of ours has had yet. */
export function contentTypeOf(path: string): string {
  const type = types[extname(path)];
  if (!type) throw new Error(`${path} has no known media type`);
  return type;
}

/**
 * Files with a hash in their names (esbuild: eight capitals and digits) never change. All others are asked for each
 * time, and mostly answered by 304: a page and its script that do not fit each other would be worse than that.
 */
export function cacheControlOf(path: string): string {
  return /-[A-Z0-9]{8}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
