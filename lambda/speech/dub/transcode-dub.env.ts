import * as z from 'zod/mini';
import { text } from '../../shared/env';
import { describeHandler } from '../../shared/handler-descriptor';
import { list } from '../../shared/lists';

export const transcodeDubHandler = describeHandler('transcode-dub', {
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The role by which MediaConvert reads dubs and writes renditions. */
  MEDIACONVERT_ROLE_ARN: text,
  MEDIACONVERT_QUEUE_ARN: text,
  /** Of the SPEKE v2 key provider that films are encrypted by; empty: films are not encrypted. */
  KEY_PROVIDER_URL: z.string(),
  /** DRM systems that manifests signal: names of lambda/shared/drm.ts. */
  DRM_SYSTEMS: list,
});
