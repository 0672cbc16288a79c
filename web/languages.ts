/** A language's name in that language, such as `français`; `Original` if the language is unknown. */
export function nameOf(tag: string): string {
  if (tag === '' || tag === 'und') return 'Original';
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The best tag for a preference: the same tag, or another variety of the language in the same script. */
export function closest(wanted: string | undefined, tags: readonly string[]): string | undefined {
  if (!wanted) return undefined;
  return tags.find((tag) => tag === wanted) ?? tags.find((tag) => likely(tag) === likely(wanted));
}

function likely(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return `${language}-${script}`;
  } catch {
    return tag;
  }
}

/** Reads BCP 47 tags that a user typed, separated by commas or spaces. */
export function tagsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** The choice of no captions. */
export const OFF = 'off';

/** The viewer's last choice, which applies to the next film: a BCP 47 tag, or `OFF`. */
export const remembered = {
  get audio(): string | undefined {
    return read('audio');
  },
  get captions(): string | undefined {
    return read('captions');
  },
  keep(what: 'audio' | 'captions', tag: string): void {
    try {
      localStorage.setItem(`omnistream.${what}`, tag);
    } catch {
      // The storage may be full or disabled. The choice then applies to this film only.
    }
  },
};

function read(what: 'audio' | 'captions'): string | undefined {
  try {
    return localStorage.getItem(`omnistream.${what}`) ?? undefined;
  } catch {
    return undefined;
  }
}
