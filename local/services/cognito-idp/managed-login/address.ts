import type { Kernel } from '../../../kernel/kernel';

/**
 * Where the domains of managed login are on a laptop: below the address of the AWS APIs, since a name of its own for
 * each would have to be resolved. No bucket's name begins with an underscore, so S3's paths stay clear of it.
 */
export const loginRoot = '/_login/';

/** The address that stands for `https://{domain}.auth.{region}.amazoncognito.com`. */
export const loginUrl = ({ endpoint }: Kernel, domain: string) => `${endpoint}${loginRoot}${domain}`;
