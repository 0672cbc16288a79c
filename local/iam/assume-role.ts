import type { Kernel } from '../kernel/kernel';
import { ServiceError } from '../kernel/service';

/** A service that is about to act by a role. */
export interface Taking {
  /** The service's principal: `lambda.amazonaws.com` and the like. */
  readonly service: string;
  readonly roleArn: string;
  /** The ARN of the function, state machine or other resource for which the role is taken on. */
  readonly sourceArn: string;
  readonly region: string;
}

/**
 * Makes sure that a role trusts a service, as `sts:AssumeRole` would; to be called once, where the service takes the
 * role up. Throws `AccessDenied`, which names the resource, the role, and what its trust policy lacks.
 */
export function assumeRole(kernel: Kernel, { service, roleArn, sourceArn, region }: Taking): void {
  const principal = { kind: 'service', accountId: kernel.accountId, service, sourceArn } as const;
  try {
    kernel.authorize(principal, region, [{ action: 'sts:AssumeRole', resource: roleArn }]);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new ServiceError(
      'AccessDenied',
      `${service} may not act as ${roleArn} for ${sourceArn}: there must be such a role, and its ` +
        `AssumeRolePolicyDocument must allow sts:AssumeRole to the service ${service}, under conditions that hold for ` +
        `this source (${error.message})`,
      403,
    );
  }
}
