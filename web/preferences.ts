import type { Client } from './client';
import { tagsIn } from './languages';

interface Elements {
  readonly dialog: HTMLDialogElement;
  readonly form: HTMLFormElement;
  readonly personalised: HTMLInputElement;
  readonly languages: HTMLInputElement;
  readonly ageLimit: HTMLSelectElement;
  readonly problem: HTMLElement;
}

/** The dialog in which viewers set their languages and age limit, and whether their history is used. */
export class Preferences {
  /** @param changed called after a change, because the recommendations may differ */
  constructor(
    private readonly client: Client,
    private readonly page: Elements,
    changed: () => void,
  ) {
    const { dialog, form, problem } = page;
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        await client.prefer({
          personalised: page.personalised.checked,
          languages: tagsIn(page.languages.value),
          ageLimit: Number(page.ageLimit.value),
        });
        dialog.close();
        changed();
      } catch (error) {
        problem.textContent = error instanceof Error ? error.message : String(error);
      }
    };
  }

  async open(): Promise<void> {
    const { dialog, personalised, languages, ageLimit, problem } = this.page;
    const now = await this.client.preferences();
    personalised.checked = now.personalised;
    languages.value = now.languages.join(', ');
    // The API refuses a limit above the ceiling.
    for (const option of ageLimit.options) option.disabled = Number(option.value) > now.ageCeiling;
    ageLimit.value = String(now.ageLimit);
    problem.textContent = '';
    dialog.showModal();
  }
}
