/** A language's name in that language, such as `français`; `Original` where nobody knows it. */
export function nameOf(tag: string): string {
  if (tag === '' || tag === 'und') return 'Original';
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** The tag that serves best who prefers `wanted`: that very one, or another variety of the language in its script. */
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

/** BCP 47 tags as somebody types them: by commas or blanks. */
export function tagsIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** The choice of no captions at all. */
export const OFF = 'off';

/** What the viewer chose last, for the next film: a BCP 47 tag, or `OFF`. */
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
      // Storage may be full or forbidden; then the choice is for this film alone.
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
