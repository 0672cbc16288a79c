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

/** The media type of a site's file by its extension. Throws for an extension that is not listed. */
export function contentTypeOf(path: string): string {
  const type = types[extname(path)];
  if (!type) throw new Error(`${path} has no known media type`);
  return type;
}

/**
 * Files with a hash in their names (esbuild: eight capitals and digits) never change. Browsers revalidate all others each
 * time, mostly with a 304, so that a page never loads a script of another version.
 */
export function cacheControlOf(path: string): string {
  return /-[A-Z0-9]{8}\.\w+$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
