import { createHash, randomBytes } from 'node:crypto';
import type { Kernel } from '../../../kernel/kernel';
import type { AuthorizationRequest } from './authorization-request';
import { OAuthError } from './http';

/** Milliseconds: https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html */
const lifetime = 5 * 60_000;

interface Issued {
  readonly request: AuthorizationRequest;
  readonly username: string;
  readonly expiresAt: number;
  /** The sign-in that came of it, once it was redeemed. */
  signInId?: string;
  spent?: true;
}

/** Codes on their way from the page to the application. They do not outlive the runtime; the page is there again. */
export class AuthorizationCodes {
  private readonly codes = new Map<string, Issued>();

  constructor(private readonly kernel: Kernel) {}

  issue(request: AuthorizationRequest, username: string): string {
    for (const [code, { expiresAt }] of this.codes) if (expiresAt <= this.kernel.now()) this.codes.delete(code);
    const code = randomBytes(32).toString('base64url');
    this.codes.set(code, { request, username, expiresAt: this.kernel.now() + lifetime });
    return code;
  }

  /**
   * What a code stands for; it is spent by being asked for, whether or not the answer is good. `replayed` hears of the
   * sign-in that an earlier use led to. Throws {@link OAuthError}.
   */
  redeem(
    code: string,
    by: { readonly clientId: string; readonly redirectUri?: string; readonly verifier?: string },
    replayed: (signInId: string) => void,
  ): Issued {
    const invalid = new OAuthError('invalid_grant', 'The code is not good, or no more');
    const issued = this.codes.get(code);
    if (!issued || issued.request.client.id !== by.clientId) throw invalid;
    if (issued.spent) {
      // Somebody else has it too, and it is not known which of the two is the user: RFC 6749, 4.1.2.
      if (issued.signInId) replayed(issued.signInId);
      throw invalid;
    }
    issued.spent = true;
    const { redirectUri, codeChallenge } = issued.request;
    if (issued.expiresAt <= this.kernel.now() || redirectUri !== by.redirectUri) throw invalid;
    if (codeChallenge === undefined && by.verifier === undefined) return issued;
    const hash = createHash('sha256')
      .update(by.verifier ?? '')
      .digest('base64url');
    if (!/^[\w.~-]{43,128}$/.test(by.verifier ?? '') || hash !== codeChallenge) throw invalid;
    return issued;
  }
}
