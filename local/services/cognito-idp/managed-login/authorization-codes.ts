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
  /** The sign-in that the code led to, once it was redeemed. */
  signInId?: string;
  spent?: true;
}

/** Codes that the page has given to applications. They are lost when the runtime ends; the user then signs in again. */
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
   * Returns the grant of a code. A code can be redeemed once, whether or not the redemption succeeds. `replayed` is
   * called with the sign-in of an earlier redemption. Throws {@link OAuthError}.
   */
  redeem(
    code: string,
    by: { readonly clientId: string; readonly redirectUri?: string; readonly verifier?: string },
    replayed: (signInId: string) => void,
  ): Issued {
    const invalid = new OAuthError('invalid_grant', 'The code is invalid or has expired');
    const issued = this.codes.get(code);
    if (!issued || issued.request.client.id !== by.clientId) throw invalid;
    if (issued.spent) {
      // Two parties have the code, and it is unknown which of them is the user: RFC 6749, 4.1.2.
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
