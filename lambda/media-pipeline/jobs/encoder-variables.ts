import * as z from 'zod/mini';
import { text } from '../../shared/env';
import { list } from '../../shared/lists';

/** The environment variables of all functions that submit MediaConvert jobs. */
export const encoderVariables = {
  JOBS_TABLE: text,
  CONTENT_BUCKET: text,
  /** The role with which MediaConvert reads sources and writes renditions. */
  MEDIACONVERT_ROLE_ARN: text,
  MEDIACONVERT_QUEUE_ARN: text,
};

/** The environment variables of functions that submit jobs with encrypted renditions. */
export const encryptionVariables = {
  /** The URL of the SPEKE v2 key provider; empty if films are not encrypted. */
  KEY_PROVIDER_URL: z.string(),
  /** The names of the DRM systems that manifests signal; see lambda/shared/drm.ts. */
  DRM_SYSTEMS: list,
};
