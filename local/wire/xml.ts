const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as XML character data. Characters that a reader would drop or refuse become references, as AWS writes them. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] as string)
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be replaced
      /[\x00-\x08\x0b-\x1f\x85\u2028]/g,
      (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`,
    );
}
