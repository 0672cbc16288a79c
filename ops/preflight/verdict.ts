/** What one check found. */
export interface Verdict {
  /** What was looked at: `bootstrap`. */
  readonly check: string;
  readonly region: string;
  readonly state: 'ok' | 'problem' | 'cannot be told';
  /** What is, in one sentence. */
  readonly found: string;
  /** What to do about it. */
  readonly todo?: string;
}

/** A check's findings, apart from its name and region. */
export type Finding = Pick<Verdict, 'state' | 'found' | 'todo'>;

export const ok = (found: string): Finding => ({ state: 'ok', found });
export const problem = (found: string, todo: string): Finding => ({ state: 'problem', found, todo });
export const unknown = (found: string, todo?: string): Finding => ({ state: 'cannot be told', found, todo });

const denied = /AccessDenied|UnauthorizedOperation|NotAuthorized/;
/** Errors that are about the whole run: the same in each check, and better said once. */
const fatal = ['CredentialsProviderError', 'ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId'];

/** Runs a check. An answer that AWS refuses to give is no problem of the stage: it cannot be told. */
export async function judge(check: string, region: string, look: () => Promise<Finding>): Promise<Verdict> {
  try {
    return { check, region, ...(await look()) };
  } catch (error) {
    const { name, message } = error as Error;
    if (fatal.includes(name)) throw error;
    const found = denied.test(name) ? 'these credentials may not ask' : `${name}: ${message.split('\n')[0]}`;
    return { check, region, ...unknown(found) };
  }
}
