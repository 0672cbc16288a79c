/** The result of one check. */
export interface Verdict {
  /** The name of the check, such as `bootstrap`. */
  readonly check: string;
  readonly region: string;
  readonly state: 'ok' | 'problem' | 'unknown';
  /** The finding, in one sentence. */
  readonly found: string;
  /** The instruction for the user. */
  readonly todo?: string;
}

/** The result of a check without its name and region. */
export type Finding = Pick<Verdict, 'state' | 'found' | 'todo'>;

export const ok = (found: string): Finding => ({ state: 'ok', found });
export const problem = (found: string, todo: string): Finding => ({ state: 'problem', found, todo });
export const unknown = (found: string, todo?: string): Finding => ({ state: 'unknown', found, todo });

const denied = /AccessDenied|UnauthorizedOperation|NotAuthorized/;
/** Errors that affect the whole run. They would be the same in each check, so they are reported once. */
const fatal = ['CredentialsProviderError', 'ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId'];

/** Runs a check. If AWS denies a call, this is not a problem of the stage: the result is unknown. */
export async function judge(check: string, region: string, look: () => Promise<Finding>): Promise<Verdict> {
  try {
    return { check, region, ...(await look()) };
  } catch (error) {
    const { name, message } = error as Error;
    if (fatal.includes(name)) throw error;
    const found = denied.test(name) ? 'these credentials may not read it' : `${name}: ${message.split('\n')[0]}`;
    return { check, region, ...unknown(found) };
  }
}
