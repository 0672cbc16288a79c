import type { Kernel } from '../../../kernel/kernel';

/**
 * The path of the domains of managed login. They are below the address of the AWS APIs, because host names of their own
 * would have to be resolved. Names of buckets do not begin with an underscore, so S3's paths cannot collide with it.
 */
export const loginRoot = '/_login/';

/** Returns the address that replaces `https://{domain}.auth.{region}.amazoncognito.com`. */
export const loginUrl = ({ endpoint }: Kernel, domain: string) => `${endpoint}${loginRoot}${domain}`;
