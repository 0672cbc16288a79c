import type { Asset, MissingLanguage } from './client';
import { nameOf } from './languages';

const words: Readonly<Record<string, string>> = {
  UPLOADING: 'Uploading',
  PROCESSING: 'Processing',
  PLAYABLE: 'Ready to play; more languages are in progress',
  READY: 'Ready to play',
  AWAITING_APPROVAL: 'Waiting for an administrator',
  FAILED: 'Failed',
};

export interface EntryEvents {
  play(asset: Asset): void;
  addLanguages(asset: Asset): void;
}

/** The list entry of a film: its title, status, languages and actions. */
export function entry(asset: Asset, events: EntryEvents): HTMLLIElement {
  const playable = asset.status === 'PLAYABLE' || asset.status === 'READY';
  const box = document.createElement(playable ? 'button' : 'div');
  box.className = playable ? 'playable' : `pending ${asset.status.toLowerCase()}`;
  box.dataset.focus = asset.id;
  const title = text('span', 'title', asset.title);
  // In its own direction, whatever the direction of the text around it.
  title.dir = 'auto';
  box.append(title, text('span', 'status', describe(asset)));
  if (playable) box.onclick = () => events.play(asset);
  const item = document.createElement('li');
  item.append(box, ...languages(asset));
  // The API decides whether it accepts more languages. It never does for a film without speech.
  if (playable && asset.own && asset.speech && asset.speech.status !== 'none') item.append(adder(asset, events));
  return item;
}

function describe({ status, reason, progress, durationSeconds, approval }: Asset): string {
  const word = words[status] ?? status;
  if (status === 'FAILED' && reason) return `${word}: ${reason.message}`;
  if (status === 'AWAITING_APPROVAL' && approval) {
    return `${word}: the cost is about ${usd(approval.estimate)}, above a maximum of ${usd(approval.maximum)}`;
  }
  if (status === 'PROCESSING' && progress !== undefined) return `${word}, ${progress} %`;
  return durationSeconds === undefined ? word : `${word} · ${clock(durationSeconds)}`;
}

function usd(amount: number): string {
  return `${amount.toFixed(2)} USD`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** Lists the tracks, the languages in progress and, for the creator, the missing languages with their reasons. */
function languages({ tracks, pending, missing, notes = [], waiting = [], own }: Asset): HTMLParagraphElement[] {
  const lines = [
    line('Audio', tracks.audio.map(named)),
    line('Captions', tracks.captions.map(named)),
    line('In progress', pending.map(byName)),
    own && line('Missing', missing.map(lacking), 'missing'),
    ...[...notes, ...waiting].map(({ message }) => text('p', 'languages missing', message)),
  ];
  return lines.filter((shown) => shown instanceof HTMLParagraphElement);
}

function line(label: string, names: readonly HTMLElement[], className = ''): HTMLParagraphElement | undefined {
  if (names.length === 0) return undefined;
  const made = text('p', `languages ${className}`.trim(), `${label}: `);
  for (const [index, name] of names.entries()) made.append(index > 0 ? ', ' : '', name);
  return made;
}

function named({ language }: { readonly language: string }): HTMLSpanElement {
  return byName(language);
}

function byName(language: string): HTMLSpanElement {
  const span = text('span', '', nameOf(language));
  if (language !== 'und') span.lang = language;
  return span;
}

function lacking({ language, media, message }: MissingLanguage): HTMLElement {
  const name = text('abbr', '', '');
  name.append(byName(language), ` (${media.join(', ')})`);
  name.title = message;
  // Makes the reason available to keyboards and screen readers.
  name.tabIndex = 0;
  name.ariaDescription = message;
  return name;
}

function adder(asset: Asset, events: EntryEvents): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'add';
  button.dataset.focus = `${asset.id} add`;
  button.textContent = 'Add languages…';
  button.ariaLabel = `Add languages to ${asset.title}`;
  button.onclick = () => events.addLanguages(asset);
  return button;
}

function text<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, words: string) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = words;
  return made;
}
