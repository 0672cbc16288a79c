import { nameOf, OFF, remembered } from './languages';
import type { Track, Tracks } from './tracks';

interface Menu {
  /** Hidden if there is nothing to select. */
  readonly field: HTMLElement;
  readonly select: HTMLSelectElement;
}

/** The menus for audio and captions. A selection also applies to later films. */
export function trackMenus(menus: { readonly audio: Menu; readonly captions: Menu }) {
  const { audio, captions } = menus;
  let tracks: Tracks | undefined;

  audio.select.onchange = () => choose(audio, tracks?.audio, 'audio');
  captions.select.onchange = () => {
    if (captions.select.value !== OFF) return choose(captions, tracks?.captions, 'captions');
    tracks?.captionsOff();
    remembered.keep('captions', OFF);
  };

  return (now: Tracks): void => {
    tracks = now;
    show(audio, now.audio, []);
    show(captions, now.captions, [new Option('Off', OFF)]);
    audio.field.hidden = now.audio.length < 2;
    captions.field.hidden = now.captions.length === 0;
  };
}

function choose({ select }: Menu, tracks: readonly Track[] | undefined, what: 'audio' | 'captions'): void {
  const track = tracks?.[Number(select.value)];
  if (!track) return;
  track.choose();
  if (track.language) remembered.keep(what, track.language);
}

/** Draws the options only if the tracks changed, because drawing closes an open menu. */
function show({ select }: Menu, tracks: readonly Track[], before: readonly HTMLOptionElement[]): void {
  const shown = tracks.map(({ language }) => language).join();
  if (select.dataset.shown !== shown) {
    select.dataset.shown = shown;
    select.replaceChildren(...before, ...tracks.map(option));
  }
  const chosen = tracks.findIndex(({ isChosen }) => isChosen);
  select.value = chosen < 0 ? OFF : String(chosen);
}

function option({ language }: Track, index: number): HTMLOptionElement {
  const made = new Option(nameOf(language), String(index));
  if (language) made.lang = language;
  return made;
}
