/** The least number of words to change, add and leave out to make one text of the other. */
export function wordErrors(said: readonly string[], written: string): number {
  const words = written
    .toLowerCase()
    .replace(/\bmr\b/g, 'mister')
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .split(/\s+/)
    .filter(Boolean);
  let row = words.map((_, index) => index + 1);
  for (const [i, word] of said.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = row.map((above, j) => {
      left = Math.min(above + 1, left + 1, diagonal + (word === words[j] ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? said.length;
}
