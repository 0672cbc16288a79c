import { type Entry, onPage } from './entry';

const example = 'https://docs.aws.amazon.com/solutions/latest/video-on-demand-on-aws/cost.html';
const analysis = 'https://github.com/hitechparadigm/youtube-video-upload/blob/HEAD/AWS_MEDIACONVERT_COST_ANALYSIS.md';

const faster = 'https://gist.github.com/0xdeepmehta/2c2f548b19e29ed71e30492c1587770b';

/**
 * Prices per minute of each output, for H.264 with at most 30 frames a second unless stated otherwise. SD is below 720
 * lines, HD from 720 to 1080: https://docs.aws.amazon.com/mediaconvert/latest/ug/understanding-billing-usage.html
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
    in: { 'us-east-1': onPage(0.06, analysis, '2025-10-12', 'statement') },
    note: 'Another public document states this price for up to 60 frames a second; the lower rate may be cheaper.',
  },
  'mediaconvert.basic.sd.60': {
    service: 'MediaConvert',
    what: 'Basic tier, SD, more than 30 frames a second',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.015, faster, '2021-01-23', 'statement') },
  },
  'mediaconvert.basic.hd.60': {
    service: 'MediaConvert',
    what: 'Basic tier, HD, more than 30 frames a second',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.03, faster, '2021-01-23', 'statement') },
  },
  'mediaconvert.basic.uhd.60': {
    service: 'MediaConvert',
    what: 'Basic tier, above 1080 lines, more than 30 frames a second',
    unit: 'output minute',
    in: { 'us-east-1': onPage(0.06, faster, '2021-01-23', 'statement') },
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
