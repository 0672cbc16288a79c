import { type Entry, listed, onPage } from './entry';

const polly = (usd: number) => onPage(usd, 'https://aws.amazon.com/polly/pricing/', '2026-10-07');
const million = 1_000_000;

export const speech = {
  'transcribe.batch': {
    service: 'Transcribe',
    what: 'Batch transcription',
    unit: 'minute',
    in: { 'us-east-1': listed(0.006, 'transcribe', 'us-east-1', '2026-09-11') },
    note: '0.0001 USD a second, the same in us-east-1 and eu-west-2. Guides still state 0.024 a minute for the first 250,000.',
  },
  'translate.text': {
    service: 'Translate',
    what: 'Text translation',
    unit: 'million characters',
    per: million,
    in: { any: onPage(15, 'https://aws.amazon.com/translate/pricing/', '2026-10-01', 'quoted') },
  },
  'polly.standard': {
    service: 'Polly',
    what: 'Standard voices',
    unit: 'million characters',
    per: million,
    in: { any: polly(4) },
    note: 'For languages without a neural voice.',
  },
  'polly.neural': {
    service: 'Polly',
    what: 'Neural voices',
    unit: 'million characters',
    per: million,
    in: { any: polly(16) },
  },
  'polly.generative': {
    service: 'Polly',
    what: 'Generative voices',
    unit: 'million characters',
    per: million,
    in: { any: polly(30) },
    note: 'Not used.',
  },
} as const satisfies Record<string, Entry>;
