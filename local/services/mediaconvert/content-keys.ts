import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { CmafGroupSettings, DashIsoGroupSettings, JobSettings } from '@aws-sdk/client-mediaconvert';
import type { Kernel } from '../../kernel/kernel';
import { signedHeaders } from '../../wire/sign';
import type { ContentKey, GroupKeys, KeyRequest } from './content-key';
import { keyRequest, readKeys } from './cpix';
import { codes, JobError } from './errors';
import { type JobRecord, jobPrincipal } from './job';

/** The only scheme of Common Encryption that FFmpeg's muxer supports. */
export const scheme = 'cenc';

/** Returns the encryption that a job's group requests; `undefined` if it stays in the clear. */
export function keyRequestOf(settings: CmafGroupSettings & DashIsoGroupSettings): KeyRequest | undefined {
  const encryption = settings.Encryption as
    | (CmafGroupSettings['Encryption'] & DashIsoGroupSettings['Encryption'])
    | undefined;
  const provider = encryption?.SpekeKeyProvider;
  if (!provider) return undefined;
  const { SpekeVideoPreset, SpekeAudioPreset } = provider.EncryptionContractConfiguration ?? {};
  const tracks: KeyRequest['tracks'] =
    SpekeVideoPreset === 'SHARED'
      ? ['ALL']
      : [
          ...(SpekeVideoPreset === 'PRESET_VIDEO_1' ? (['VIDEO'] as const) : []),
          ...(SpekeAudioPreset === 'PRESET_AUDIO_1' ? (['AUDIO'] as const) : []),
        ];
  const {
    SystemIds = [],
    DashSignaledSystemIds = SystemIds,
    HlsSignaledSystemIds = [],
  } = provider as {
    SystemIds?: string[];
    DashSignaledSystemIds?: string[];
    HlsSignaledSystemIds?: string[];
  };
  const { Url: url = '', ResourceId: contentId = '' } = provider;
  return { url, contentId, dash: DashSignaledSystemIds, hls: HlsSignaledSystemIds, tracks };
}

/**
 * Requests the keys of all groups. The result is keyed by the groups' indexes in the job. Throws `JobError` if the
 * provider returns no keys.
 */
export async function contentKeys(
  kernel: Kernel,
  job: JobRecord,
  { OutputGroups = [] }: JobSettings,
): Promise<ReadonlyMap<number, GroupKeys>> {
  const keys = new Map<number, GroupKeys>();
  for (const [index, { OutputGroupSettings: group = {} }] of OutputGroups.entries()) {
    const asked = keyRequestOf(group.CmafGroupSettings ?? group.DashIsoGroupSettings ?? {});
    if (asked) keys.set(index, await keysFrom(kernel, job, asked));
  }
  return keys;
}

async function keysFrom(kernel: Kernel, job: JobRecord, asked: KeyRequest): Promise<GroupKeys> {
  const ids = asked.tracks.map(() => randomUUID());
  const { status, body } = await post(kernel, job, asked.url, keyRequest(asked, ids, scheme));
  if (status !== 200) {
    throw new JobError(
      codes.keysRefused,
      `The key provider at ${asked.url} responded with status ${status}: ${body.slice(0, 300)}`,
    );
  }
  let keys: ContentKey[];
  try {
    keys = readKeys(body, ids);
  } catch (error) {
    throw new JobError(codes.keysRefused, `The key provider's response cannot be used: ${(error as Error).message}`);
  }
  const of = (track: 'VIDEO' | 'AUDIO') => keys[asked.tracks.findIndex((one) => one === track || one === 'ALL')];
  const [video, audio] = [of('VIDEO'), of('AUDIO')];
  return { ...(video && { video }), ...(audio && { audio }) };
}

/** The only kind of address at which MediaConvert requests keys: API Gateway, which on a laptop is this runtime's. */
const apiGateway = /^https:\/\/([a-z0-9]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com)(\/[^?#]*)$/;

/** The request is signed by the job's role, as in MediaConvert. */
function post(kernel: Kernel, job: JobRecord, url: string, body: string): Promise<{ status: number; body: string }> {
  const [, host, region, path] = apiGateway.exec(url) ?? [];
  if (!host || !region || !path) throw new JobError(codes.keysRefused, `${url} is not an address of API Gateway`);
  const { roleArn, sessionName } = jobPrincipal(job, kernel.accountId) as { roleArn: string; sessionName: string };
  const headers = signedHeaders(
    { method: 'POST', host, path, headers: { 'content-type': 'application/xml', 'x-speke-version': '2.0' }, body },
    kernel.credentials(roleArn, sessionName),
    { region, service: 'execute-api' },
    kernel.now(),
  );
  const { hostname, port } = new URL(kernel.address('api'));
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, method: 'POST', path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 502, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
