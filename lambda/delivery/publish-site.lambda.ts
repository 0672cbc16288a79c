import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { awsClient } from '../shared/aws-client';
import { customResource } from '../shared/custom-resource';
import { observed } from '../shared/observed';
import { publishSite, type SiteFile } from './publish-site';
import { S3SiteBucket } from './site-bucket.client';

/** The build puts the site beside the bundle. */
const folder = join(__dirname, 'site');

async function files(): Promise<SiteFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(folder, path).split(sep).join('/'),
      body: await readFile(path),
    })),
  );
}

const handle = customResource(publishSite(new S3SiteBucket(awsClient(S3Client, { responseMs: 20_000 })), files));

export const handler = observed(handle);
