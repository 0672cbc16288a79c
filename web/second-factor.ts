import { SignedOut } from './client';
import { cognito } from './cognito';
import type { Config, SignIn } from './sign-in';

interface Elements {
  readonly dialog: HTMLDialogElement;
  readonly form: HTMLFormElement;
  readonly key: HTMLElement;
  readonly code: HTMLInputElement;
  readonly problem: HTMLElement;
  readonly on: HTMLElement;
  readonly off: HTMLButtonElement;
}

/** The dialog in which users add or remove an authenticator app. */
export class SecondFactor {
  constructor(
    private readonly config: Config,
    private readonly signIn: SignIn,
    private readonly page: Elements,
  ) {
    page.form.onsubmit = (event) => {
      event.preventDefault();
      void this.attempt(() => this.turnOn(page.code.value));
    };
    page.off.onclick = () => this.attempt(() => this.prefer(false));
  }

  /** Shows the key for a new app, or the state of the existing one. */
  async open(): Promise<void> {
    const { dialog, form, key, on, problem } = this.page;
    const user = await this.call<{ Username: string; UserMFASettingList?: string[] }>('GetUser');
    const isOn = user.UserMFASettingList?.includes('SOFTWARE_TOKEN_MFA') ?? false;
    form.hidden = isOn;
    on.hidden = !isOn;
    problem.textContent = '';
    if (!isOn) {
      const { SecretCode } = await this.call<{ SecretCode: string }>('AssociateSoftwareToken');
      form.reset();
      const link = document.createElement('a');
      link.textContent = SecretCode;
      // Opens the app if it is on the same device.
      link.href = `otpauth://totp/OmniStream?${new URLSearchParams({ secret: SecretCode, issuer: 'OmniStream' })}`;
      key.replaceChildren(link);
    }
    dialog.showModal();
  }

  private async turnOn(code: string): Promise<void> {
    await this.call('VerifySoftwareToken', { UserCode: code.replaceAll(' ', '') });
    await this.prefer(true);
  }

  private async prefer(enabled: boolean): Promise<void> {
    const SoftwareTokenMfaSettings = { Enabled: enabled, PreferredMfa: enabled };
    await this.call('SetUserMFAPreference', { SoftwareTokenMfaSettings });
    this.page.dialog.close();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.page.problem.textContent = error instanceof Error ? error.message : String(error);
    }
  }

  private async call<T>(operation: string, input: object = {}): Promise<T> {
    const AccessToken = await this.signIn.accessToken();
    if (!AccessToken) throw new SignedOut();
    return cognito(this.config.cognitoEndpoint, operation, { AccessToken, ...input });
  }
}
