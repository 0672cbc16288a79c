import { type Pattern, pattern } from '../pattern';

const raw = String.raw;

/** Words that are old, literary or carried over from another language. */
export const wordings: readonly Pattern[] = [
  pattern('anew', raw`\b[Aa]new\b`, 'again'),
  pattern('besides', raw`\b[Bb]esides\b`, 'in addition to, other than, also'),
  pattern('midst', raw`\bmidst\b`, 'during, in the middle of'),
  pattern('meanwhile', raw`\b[Mm]eanwhile\b`, 'in the meantime'),
  pattern(
    'brings-about',
    raw`\b(?:[Bb]r(?:ings?|inging|ought)|[Cc]omes?|[Cc]oming|[Cc]ame) (?:\w+ )?about\b(?! (?:the|\d))`,
    'causes, creates; happens',
  ),
  pattern(
    'takes-up',
    raw`\b[Tt](?:akes?|aking|ook|aken) up\b(?! (?:to|space|room|memory)\b)`,
    'accepts, includes, resumes',
  ),
  pattern('to-be-had', raw`\bto be had\b`, 'available'),
  pattern('for-want-of', raw`\b[Ff]or want of\b`, 'because there is no'),
  pattern('an-own', raw`\b(?:[Aa]n|[Tt]he) own\b`, 'a custom, a separate, its own'),
  pattern(
    'no-more',
    raw`\b(?:(?:is|are|was|were|be|holds?|waits?|exists?|works?|has) no more|(?:or|to) no more)(?=\s*(?:[.,;:)'"]|$)|\s(?:and|or|but|when)\b)`,
    'no longer',
  ),
  pattern('is-well', raw`\b(?:is|are|be) (?:not )?well\b(?!-| \w+ed\b)|\bdoes not like\b`, 'is healthy; rejects'),
  pattern('dear', raw`\b(?:is|are|too|so|more) dear\b`, 'expensive'),
  pattern('not-good', raw`\b(?:is|are) (?:not|no) good\b`, 'is invalid, has expired'),
  pattern('under-way', raw`\b[Ww]hat(?:ever)? (?:is|was|are|were) under way\b`, 'jobs in progress: name them'),
  pattern('but-for', raw`(?<!\bnot\b[^.]{0,60})\bbut for\b`, 'except'),
  pattern('as-has-it', raw`\b[Aa]s (?:[\w'.]+ ){1,4}has it\b`, 'as in, as defined by'),
  pattern('of-ours', raw`\b(?:no|none|nothing) (?:\w+ )?of ours\b`, 'not ours; name what it is not'),
  pattern('by-commas', raw`(?<!separated )\bby commas\b`, 'separated by commas'),
  pattern('lest', raw`\b[Ll]est\b`, 'so that … not, in case'),
  pattern('laid-open', raw`\blaid open\b`, 'shown, expanded'),
  pattern('mends', raw`\b[Mm]end(?:s|ed|ing)?\b`, 'repairs, corrects'),
  pattern('put-down-to', raw`\bputs? down to\b`, 'attributes to'),
  pattern('another-by-now', raw`\banother by (?:now|then)\b`, 'has changed'),
  pattern('by-option', raw`(?<!(?:ed|en|wn|set) )\bby --?(?=[a-z])`, 'with', 'visible'),
  pattern('too-much', raw`\bToo much is going on\b`, 'Service is busy: try again later'),
  pattern('you-may-not', raw`\bYou may not\b`, 'Forbidden: say which permission is missing', 'visible'),
];
