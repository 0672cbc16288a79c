import { UploadedSources } from '../../shared/uploaded-sources.client';
import type { UploadedSource } from './open-asset';
import type { ReconcilePorts } from './reconcile';

type Sources = ReconcilePorts['sources'];

/** Sources in the uploads bucket, as an event would describe them. */
export class ArrivedSources extends UploadedSources implements Sources {
  async find(id: string): Promise<UploadedSource | undefined> {
    const found = await this.head(id);
    if (!found?.VersionId || !found.LastModified) return undefined;
    const { Bucket: bucket, Key: key } = this.at(id);
    return {
      bucket,
      key,
      versionId: found.VersionId,
      // Headers have the entity tag in quotes, events do not.
      etag: found.ETag?.replaceAll('"', ''),
      size: found.ContentLength ?? 0,
      arrivedAt: found.LastModified.toISOString(),
    };
  }
}
