import * as z from 'zod/mini';
import type { Work } from '../shared/custom-resource';
import { text } from '../shared/env';
import { cacheControlOf, contentTypeOf } from './site-files';

export interface SiteFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly body: Uint8Array;
}

export interface SiteBucket {
  put(bucket: string, file: SiteFile, contentType: string, cacheControl: string): Promise<void>;
  keys(bucket: string): Promise<string[]>;
  remove(bucket: string, keys: readonly string[]): Promise<void>;
  /** Removes every version of every object. A bucket that does not exist is empty. */
  empty(bucket: string): Promise<void>;
}

/** `Version` is not read: when it changes, CloudFormation requests an update. */
const properties = z.object({ Bucket: text, Config: z.record(z.string(), z.unknown()) });

/**
 * `Custom::Site` {Bucket, Config, Version}: puts a site's files and `config.json` into the bucket, and then removes files
 * of earlier versions. Its deletion empties the bucket, so that the bucket can be deleted too.
 */
export function publishSite(bucket: SiteBucket, files: () => Promise<SiteFile[]>): Work {
  return async (event) => {
    const { Bucket, Config } = z.parse(properties, event.ResourceProperties);
    const physicalId = `site-${Bucket}`;
    if (event.RequestType === 'Delete') {
      // A resource with another id was never created.
      if (event.PhysicalResourceId === physicalId) await bucket.empty(Bucket);
      return { physicalId: event.PhysicalResourceId };
    }
    const config = { path: 'config.json', body: Buffer.from(JSON.stringify(Config)) };
    const site = [...(await files()), config];
    // Pages are put last, since they refer to the other files.
    const order = site.toSorted((a, b) => Number(a.path.endsWith('.html')) - Number(b.path.endsWith('.html')));
    for (const file of order) await bucket.put(Bucket, file, contentTypeOf(file.path), cacheControlOf(file.path));
    const current = new Set(site.map((file) => file.path));
    const stale = (await bucket.keys(Bucket)).filter((key) => !current.has(key));
    if (stale.length > 0) await bucket.remove(Bucket, stale);
    return { physicalId };
  };
}
