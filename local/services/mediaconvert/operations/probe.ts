import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ProbeCommandInput, ProbeCommandOutput, ProbeResult } from '@aws-sdk/client-mediaconvert';
import { isMachineAtFault, TranscodeError, type Transcoder } from '../../../engines/transcode/transcoder';
import type { Kernel } from '../../../kernel/kernel';
import { type Call, ServiceError } from '../../../kernel/service';
import { Turns } from '../../turns';
import { describeMedia } from '../describe-media';
import { parseS3Url, S3, type S3Url } from '../s3';

/**
 * Reads a file with the caller's permissions. Throws `BadRequestException`, `NotFoundException`, `ForbiddenException`,
 * `UnprocessableEntityException`, `InternalServerErrorException`.
 */
export function probe(kernel: Kernel, transcoder: Transcoder) {
  const copies = probeFolder(kernel);
  // What a crash has left: no probe of an earlier process goes on.
  rmSync(copies, { recursive: true, force: true });
  // Many uploads at once must not need the memory of as many probes.
  const turns = new Turns(Math.max(2, availableParallelism()));
  return async ({ InputFiles = [] }: ProbeCommandInput, call: Call): Promise<Omit<ProbeCommandOutput, '$metadata'>> => {
    if (InputFiles.length !== 1)
      throw new ServiceError('BadRequestException', 'The request must have exactly one input file');
    const url = InputFiles[0]?.FileUrl ?? '';
    const { bucket, key } = parseS3Url(url);
    if (!bucket) throw new ServiceError('BadRequestException', `${url || 'The input file'} is not an s3:// URL`);
    return turns.run(() => probeObject(kernel, transcoder, { bucket, key }, url, call), call.signal);
  };
}

/** The folder of the copies that are probed. There are never more than turns. */
const probeFolder = (kernel: Kernel) => join(kernel.folder('mediaconvert'), 'probe');

async function probeObject(
  kernel: Kernel,
  transcoder: Transcoder,
  { bucket, key }: S3Url,
  url: string,
  call: Call,
): Promise<Omit<ProbeCommandOutput, '$metadata'>> {
  const s3 = new S3(kernel, call.principal, call.region);
  const folder = join(probeFolder(kernel), randomUUID());
  mkdirSync(folder, { recursive: true });
  try {
    const { ContentLength, ContentType, ETag, LastModified } = await s3.head({ bucket, key }).catch(translate(url));
    if (ContentLength === 0) throw new ServiceError('BadRequestException', `The file [${url}] is empty`);
    const path = join(folder, 'source');
    // The caller may have a shorter limit than the probe, and leave before its end.
    const { signal } = call;
    await s3.download({ bucket, key }, path, signal).catch(translate(url, signal));
    const info = await transcoder.probe(path, { signal }).catch(refuse(url));
    if (info.tracks.some(({ encrypted }) => encrypted)) {
      throw new ServiceError('BadRequestException', `Unable to probe [${url}]: the media is encrypted (DRM)`);
    }
    const result: ProbeResult = {
      ...describeMedia(info),
      Metadata: { ETag, FileSize: ContentLength, LastModified, MimeType: ContentType },
    };
    return { ProbeResults: [result] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A file that takes more than a probe may use counts as malformed. SDKs repeat the request only if the machine was too
 * busy.
 */
const refuse = (url: string) => (error: Error) => {
  if (error instanceof ServiceError) throw error;
  if (isMachineAtFault(error)) {
    throw new ServiceError('InternalServerErrorException', `Unable to probe [${url}]: ${error.message}`, 500);
  }
  if (error instanceof TranscodeError && error.limit !== undefined) {
    throw new ServiceError('UnprocessableEntityException', `Unable to probe [${url}]: ${error.message}`, 422);
  }
  const message = `Unable to probe [${url}]: no parser found for container (${error.message})`;
  throw new ServiceError('BadRequestException', message);
};

const translate = (url: string, signal?: AbortSignal) => (error: Error) => {
  signal?.throwIfAborted();
  if (/^(NoSuch|NotFound)/.test(error.name)) {
    throw new ServiceError('NotFoundException', `The file [${url}] does not exist: ${error.message}`, 404);
  }
  if (/^(AccessDenied|Forbidden|KMS)/.test(error.name)) {
    throw new ServiceError('ForbiddenException', `The file [${url}] cannot be read: ${error.message}`, 403);
  }
  throw error;
};
