const set = (words: string) => new Set(words.split(/\s+/));

/**
 * Articles, prepositions, conjunctions and similar words, after which a speaker may pause but a sentence does not end.
 */
const open = set(
  `a an the my your his her our their its and or but nor if than because although though while
  of to in on at by for from with into onto upon about between among through during without within against toward
  is are was were am be been being has have had do does did will would shall should can could may might must
  very more most rather quite as who whose which mr mrs ms dr i we they he she i'm we're they're it's`,
);

const clauses = set(
  `i i'm i've i'll i'd we we're we've we'll he he's she she's they they're they've it it's there there's you you're
  but so now then however well yes no this that's`,
);

const titles: Readonly<Record<string, string>> = { mr: 'Mr.', mrs: 'Mrs.', ms: 'Ms.', dr: 'Dr.' };

/** Words that are almost always names. Names that are also everyday words (may, will, mark) are not in this list. */
const names = set(
  `monday tuesday wednesday thursday friday saturday sunday january february april june july september october november
  december christmas easter english american british french german spanish italian irish scottish canadian australian
  european african asian chinese japanese russian indian england america britain france germany spain italy ireland
  scotland canada australia europe africa asia china japan russia india london paris berlin rome york washington
  california texas john james william george charles thomas edward henry robert richard david michael peter paul
  mary elizabeth anne anna emma jane sarah margaret susan jennifer jeff jack joe sam tom harry alice charlotte`,
);

const auxiliaries = 'is|are|was|were|do|does|did|can|could|will|would|should|have|has|am|had';
const asking = new RegExp(`^(?:who|what|when|where|why|how|which|whose) (?:${auxiliaries})\\b`);
/** `had he` and `were it` are not here, because they begin conditions as often as questions. */
const inverted =
  /^(?:is|are|was|do|does|did|can|could|will|would|have|has|am) (?:i|you|he|she|it|we|they|there|this|that)\b/;

/** Returns whether a sentence can end after the word. */
export function mayEndEnglish(word: string): boolean {
  return !open.has(word);
}

/** Returns whether a sentence is likely to begin with the word. */
export function startsEnglishClause(word: string): boolean {
  return clauses.has(word);
}

export function isEnglishQuestion(sentence: readonly string[]): boolean {
  const text = sentence.join(' ');
  return asking.test(text) || inverted.test(text);
}

/** Returns the word at `index` with the capitals that it has within a sentence. */
export function englishSpelling(words: readonly string[], index: number): string {
  const word = words[index] ?? '';
  const [before = '', beforeThat = ''] = [words[index - 1], words[index - 2]];
  const title = titles[word];
  if (title) return title;
  if (word === 'i' || word.startsWith("i'")) return `I${word.slice(1)}`;
  const isTitle = (one: string) => Object.hasOwn(titles, one);
  // The second name after a title, as in Mr. John Dashwood. Directly after a title, any word is a name.
  const isNamed = isTitle(before) || (isTitle(beforeThat) && names.has(before) && !open.has(word));
  return isNamed || names.has(word.replace(/'s$/, '')) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}
