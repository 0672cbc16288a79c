import { type Asset, type Client, SignedOut } from './client';
import { tagsIn } from './languages';

/** The form in which a creator requests more languages for a film, or retries languages that are missing. */
export function addLanguagesForm(
  dialog: HTMLDialogElement,
  done: { added(): void; signedOut(): void },
): (client: Client, asset: Asset) => void {
  const find = <E extends HTMLElement>(selector: string): E => {
    const found = dialog.querySelector<E>(selector);
    if (!found) throw new Error(`The dialog has no ${selector}`);
    return found;
  };
  const form = find<HTMLFormElement>('form');
  const input = find<HTMLInputElement>('input');
  const send = find<HTMLButtonElement>('button[type=submit]');
  const fault = find('[role=alert]');
  const showFault = (message: string) => {
    fault.textContent = message;
    fault.hidden = message === '';
  };
  find('button[type=button]').onclick = () => dialog.close();

  return (client, asset) => {
    find('h2').textContent = `Add languages to “${asset.title}”`;
    input.value = asset.missing.map(({ language }) => language).join(', ');
    showFault('');
    form.onsubmit = async (event) => {
      event.preventDefault();
      send.disabled = true;
      try {
        await client.addLanguages(asset.id, tagsIn(input.value));
        dialog.close();
        done.added();
      } catch (error) {
        if (error instanceof SignedOut) {
          dialog.close();
          done.signedOut();
        } else {
          showFault(error instanceof Error ? error.message : String(error));
        }
      } finally {
        send.disabled = false;
      }
    };
    dialog.showModal();
  };
}
