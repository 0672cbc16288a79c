import type { Api } from './api';
import type { Output } from './output';

interface Limits {
  readonly id: string;
  /** The limit in force. */
  readonly ageLimit: number;
  /** The maximum that an administrator set. */
  readonly ageCeiling: number;
}

/** A pseudonym of the API. An e-mail address, user name or `sub` is longer, or has other characters. */
const idPattern = /^\w[\w-]{20}[AQgw]$/;

/**
 * Prints the age limits of a viewer, by id, e-mail address or user name. If `ageCeiling` is given, sets it first; admins
 * only. A name is sent in a body, and never in a path: paths are logged.
 */
export async function viewerLimits(
  api: Api,
  viewer: string,
  ageCeiling: number | undefined,
  out: Output,
): Promise<void> {
  const found = idPattern.test(viewer) ? undefined : await api.post<Limits>('/viewers/find', { username: viewer });
  const path = `/viewers/${encodeURIComponent(found?.id ?? viewer)}`;
  const read = async () => found ?? api.get<Limits>(path);
  const limits = await (ageCeiling === undefined ? read() : api.patch<Limits>(path, { ageCeiling }));
  out.result(limits, [
    `id              ${limits.id}`,
    `limit in force  ${limits.ageLimit}`,
    `ceiling         ${limits.ageCeiling}`,
  ]);
}
