import { type Entry, onPage } from './entry';

const example = 'https://docs.aws.amazon.com/solutions/latest/video-on-demand-on-aws/cost.html';
const analysis = 'https://github.com/hitechparadigm/youtube-video-upload/blob/HEAD/AWS_MEDIACONVERT_COST_ANALYSIS.md';

/**
 * Prices per minute of each output, for H.264 with at most 30 frames a second. SD is below 720 lines, HD from 720 to 1080:
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/understanding-billing-usage.html
 */
export const encoding = {
  'mediaconvert.basic.sd': {
    service: 'MediaConvert',
    what: 'Basic tier, SD, single pass',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.0075, example, '2026-11-30') },
  },
  'mediaconvert.basic.hd': {
    service: 'MediaConvert',
    what: 'Basic tier, HD, single pass',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.015, analysis, '2025-10-12', 'statement') },
  },
  'mediaconvert.basic.uhd': {
    service: 'MediaConvert',
    what: 'Basic tier, above 1080 lines',
    unit: 'output minute',
    in: {},
  },
  'mediaconvert.professional.hd': {
    service: 'MediaConvert',
    what: 'Professional tier, HD, single pass',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.024, example, '2026-11-30') },
    note: 'The price of accelerated jobs.',
  },
  'mediaconvert.audio': { service: 'MediaConvert', what: 'Audio-only output', unit: 'output minute', in: {} },
  'mediaconvert.loudness': { service: 'MediaConvert', what: 'Audio normalization', unit: 'output minute', in: {} },
  'mediaconvert.probe': { service: 'MediaConvert', what: 'Probe', unit: 'call', in: {} },
} as const satisfies Record<string, Entry>;
