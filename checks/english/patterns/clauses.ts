import { type Pattern, pattern } from '../pattern';

const raw = String.raw;

const verb = raw`(?:is|was|are|were|has|had|have|can|cannot|could|may|must|will|would|comes|came|needs|fails|failed|goes|does|did|lies|stands|holds|runs|remains|keeps|makes|waits|watches|asks|gets|begins|starts|ends|belongs|wants)`;
const noQuestion = raw`(?![^.!|\n]*(?:\n[^.!|\n]+)?\?)`;
/** The verbs of viewers and readers. Before them, "nobody" means that no person does something, which is good English. */
const human = raw`(?:else |here )?(?:speaks?|has signed in|spoke|watch(?:es|ed)|listens?|uses|sees|reads|looks|is signed in|signed in|signs in|is watching)\b`;
const comparison = raw`(?:longer|more|less|such|need|doubt|other|different|matter|point|reason|use|one|\w+er than)\b`;

/** Clauses that put a pronoun where a noun belongs. */
export const clauses: readonly Pattern[] = [
  pattern(
    'what-subject',
    raw`^^(?:What|Whatever) (?!is (?:wrong|missing|left)\b)${verb}\b${noQuestion}`,
    'name the thing: "The file that …", "Jobs that …"',
  ),
  pattern(
    'who-subject',
    raw`^^(?:Who|Whoever) (?!(?:may|can) [^.]*\b(?:what|which)\b)${verb}\b${noQuestion}`,
    'name the person or the caller: "A viewer who …", "Callers that …"',
  ),
  pattern(
    'who-object',
    raw`\b(?:[Tt]o|[Ff]or|[Ff]rom|[Ww]ith|[Bb]y|[Tt]han|[Ll]ets in|rights of|name of|behalf of|errors of) who\b(?! (?:did|may do))`,
    '"the caller that …", "anyone who …"',
  ),
  pattern(
    'what-object',
    raw`\b(?:for|even of|[Ee]nds|[Rr]efuses?|[Ll]eaves? out|[Tt]akes?|[Tt]akes? up|[Ff]orgets?|[Dd]rops?|[Dd]eletes?) what (?:is|was|has|had|can|cannot|could|needs|fails|failed|came|comes)\b`,
    'name the thing: "files that …", "requests that …"',
  ),
  pattern('what-is-none', raw`\b[Ww]hat is n(?:o|one)\b`, '"anything that is not a …", "if it is not a …"'),
  pattern('there-where', raw`\b[Tt]here where\b`, 'where, only if'),
  pattern(
    'is-no',
    raw`(?<!\b[Tt]here (?:\w+ )?)\b(?:[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Bb]e) no (?!${comparison})(?=[\w'])`,
    'is not a, is not an',
  ),
  pattern(
    'nobody',
    raw`\b(?:[Nn]obody|[Ss]omebody)\b(?! ${human})`,
    'no caller, a viewer, another process: name the subject',
  ),
  pattern(
    'is-there',
    raw`\b(?:is|are|was|were|be|been) (?:not |still |already |all )?there\b(?! (?:is|are|was|were|an?|no|to)\b)`,
    'exists, is present, is missing',
  ),
  pattern(
    'came-of',
    raw`\b(?:became|becomes?|came|comes?) of (?:it|its|the|them|these|those|all|an?|each)\b|\b(?:[Ww]hat(?:ever)? (?:\w+ )?|[Nn]othing |[Tt]hat )(?:became|becomes?|came|comes?) of\b`,
    'the result of, happened to',
  ),
  pattern(
    'for-because',
    raw`[,;] for (?:it|there|they|we|this|nobody|nothing|[A-Z]\w+) (?:is|are|was|were|has|have|had|does|do|did|would|could|can|cannot|will|may|must)\b`,
    'because',
  ),
  pattern(
    'fragment',
    raw`(?<=^\s*)(?:Of (?:the|a|an|this|that|which|its)|Whose|By (?:which|whom|what)|In whose|For (?:whom|what)|To whom|From which|With which|Upon which)\b${noQuestion}`,
    'repeat the noun: "The version of the …"',
    'comment',
  ),
];
