import * as z from 'zod/mini';
import { asset, type Source } from '../../shared/assets';

/** The members of a record that the reconciler reads. */
export const openAsset = z.pick(asset, {
  id: true,
  status: true,
  createdAt: true,
  updatedAt: true,
  catalogue: true,
  publishedAt: true,
  upload: true,
  run: true,
  source: true,
  executionArn: true,
  correlationId: true,
  speech: true,
  durationSeconds: true,
  approval: true,
});
export type OpenAsset = z.output<typeof openAsset>;

/** A source in the bucket. */
export interface UploadedSource extends Source {
  /** When its upload was completed. */
  readonly arrivedAt: string;
}
