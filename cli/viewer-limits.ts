import type { Api } from './api';
import type { Output } from './output';

interface Limits {
  readonly id: string;
  /** The limit in force. */
  readonly ageLimit: number;
  /** The maximum that an administrator set. */
  readonly ageCeiling: number;
}

/** Prints the age limits of a viewer. If `ageCeiling` is given, sets it first; admins only. */
export async function viewerLimits(
  api: Api,
  viewer: string,
  ageCeiling: number | undefined,
  out: Output,
): Promise<void> {
  const path = `/viewers/${encodeURIComponent(viewer)}`;
  const limits = await (ageCeiling === undefined ? api.get<Limits>(path) : api.patch<Limits>(path, { ageCeiling }));
  out.result(limits, [`limit in force  ${limits.ageLimit}`, `ceiling         ${limits.ageCeiling}`]);
}
