import type { Kernel } from '../../kernel/kernel';
import { ServiceError } from '../../kernel/service';
import { Attempts } from './attempts';
import { Mail } from './mail';
import { Pools } from './pools';
import { SignIns } from './sign-ins';
import { TokenService } from './tokens';
import { Users } from './users';

/** The data and services that the operations use. */
export interface Directory {
  readonly kernel: Kernel;
  readonly pools: Pools;
  readonly users: Users;
  readonly signIns: SignIns;
  readonly tokens: TokenService;
  readonly mail: Mail;
  readonly attempts: Attempts;
  /** Used values that are valid only once, with their ends in milliseconds since 1970. */
  readonly spent: Map<string, number>;
}

export function createDirectory(kernel: Kernel): Directory {
  const pools = new Pools(kernel);
  const users = new Users(pools);
  const signIns = new SignIns(kernel);
  const tokens = new TokenService(kernel, pools, users, signIns);
  const [mail, attempts] = [new Mail(kernel), new Attempts(kernel)];
  return { kernel, pools, users, signIns, tokens, mail, attempts, spent: new Map() };
}

export const invalidParameter = (message: string) => new ServiceError('InvalidParameterException', message);
export const notAuthorized = (message: string) => new ServiceError('NotAuthorizedException', message);
export const wrongPassword = () => notAuthorized('Incorrect username or password.');
