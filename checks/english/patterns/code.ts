import { type Pattern, pattern } from '../pattern';

const raw = String.raw;

/** Nouns and pronouns for people. Their verbs, such as `say` and `tell`, are wrong for code and data only. */
const person = raw`(?:[Pp]eople|[Pp]ersons?|[Vv]iewers?|[Uu]sers?|[Ss]peakers?|[Cc]reators?|[Aa]dmins?|[Oo]perators?|[Rr]eaders?|[Yy]ou|[Ww]e|[Tt]hey|[Hh]e|[Ss]he)`;
/** The first words of an object that a function can return. */
const value = raw`(?:an?|the|its?|their|this|that|them|how|what|whatever|whether|which|where|when|who|false|true|undefined|null|nothing|none|every|each|all|for each|as|with (?:an?|the)|_+|\{)(?![\w'])`;
/** Objects that a person or a service does answer: requests, calls and questions. */
const asked = raw`(?:an?|the|every|each|all|its?) (?:\w+ )?(?:requests?|calls?|questions?|preflights?)\b`;

/** Verbs of people, said of code and data. */
export const code: readonly Pattern[] = [
  pattern(
    'answers',
    raw`(?:^^Answers|[;,] (?:and )?answers|\b(?:and|it|which|that(?= answers (?!it\b))) answers) (?!${asked})(?=${value})`,
    'returns',
  ),
  pattern(
    'answers-of-operation',
    raw`\b(?:[Aa]s|[Ww]hat) _+ answers\b|(?<=_ )answers (?=rows\b|it\b|nothing\b|an?\b|the\b)(?!${asked})`,
    'returns',
  ),
  pattern('says', raw`(?<!\b${person} )\b(?:[Ss]ays)\b`, 'contains, states, describes, sets'),
  pattern('say-so', raw`(?<!\b${person} )\bsay (?:so|which|whether|nothing|otherwise)\b`, 'state, specify, contain'),
  pattern(
    'said',
    raw`\b[Ss]aid (?:so|of|to be|below|above|already|otherwise|nothing|beforehand)\b|\bnobody said\b`,
    'set, stated, reported, described',
  ),
  pattern(
    'tells',
    raw`(?<!\b${person} )\b[Tt]ells?\b(?! (?:the )?${person}\b)(?!(?: \S+){0,4} apart\b)`,
    'reports, describes, contains, notifies; distinguishes',
  ),
  pattern(
    'told',
    raw`\b(?:[Tt]old|[Tt]elling)\b(?! (?:the )?${person}\b)`,
    'reported, notified, passed, given; told apart: distinguished',
  ),
  pattern(
    'hears',
    raw`\bhears?\b (?:of|nothing|when|that|about)\b|\b(?:is|are) heard of\b`,
    'receives, is notified of',
  ),
  pattern('lets-in', raw`\b[Ll]ets? (?:in|(?:no|some|any|every)body in|pass)\b`, 'accepts, admits, allows'),
  pattern('asks-after', raw`\bask(?:s|ed|ing)? after\b`, 'polls, requests, reads'),
  pattern('wants', raw`(?<!\b(?:${person}|[Ww]ho|caller) )\bwants\b`, 'requires, expects'),
  pattern('looks-after', raw`\b[Ll]ook(?:s|ed|ing)? after\b`, 'manages, checks'),
  pattern('gives-no', raw`\b(?:gave|gives) no\b`, 'did not return, does not return'),
  pattern('minds', raw`\b(?:minds|to mind|mind (?:no|it|them|what))\b`, 'considers, respects, notices'),
  pattern(
    'lies',
    raw`\b(?:as it lies|where (?:it|they) lies?\b(?! between)|lies? (?:in|below|under) (?:the|its|an?|their)|(?:they|it|that|rest) lies? in)\b`,
    'is stored',
  ),
];
