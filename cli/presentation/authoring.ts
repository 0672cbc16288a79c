import { type Attributes, type Multivariant, readMultivariant } from './playlists';

/** Bits per second. Apple requires that the first variant is near this rate. */
const firstBandwidth = 2_000_000;

/**
 * Lists where a multivariant playlist differs from Apple's HLS authoring specification or from RFC 8216.
 * https://developer.apple.com/documentation/http-live-streaming/hls-authoring-specification-for-apple-devices
 */
export function authoringProblems(text: string): string[] {
  const playlist = readMultivariant(text);
  const absent = ['EXT-X-VERSION', 'EXT-X-INDEPENDENT-SEGMENTS']
    .filter((tag) => !playlist.tags.has(tag))
    .map((tag) => `${tag} is missing`);
  return [...absent, ...variantProblems(playlist), ...keyFrameProblems(playlist), ...mediaProblems(playlist)];
}

const lacking = (what: string, attributes: Attributes, names: readonly string[]) =>
  names.filter((name) => !attributes[name]).map((name) => `${what}: ${name} is missing`);

function variantProblems({ variants, media }: Multivariant): string[] {
  if (variants.length === 0) return ['the playlist has no variants'];
  const problems = variants.flatMap((variant) => {
    const { uri, BANDWIDTH, 'AVERAGE-BANDWIDTH': average, RESOLUTION } = variant;
    const picture = RESOLUTION ? ['FRAME-RATE', 'VIDEO-RANGE', 'CLOSED-CAPTIONS'] : [];
    const groups = (['AUDIO', 'SUBTITLES'] as const).filter((type) => {
      const group = variant[type];
      return group && !media.some((line) => line.TYPE === type && line['GROUP-ID'] === group);
    });
    return [
      ...lacking(uri, variant, ['BANDWIDTH', 'AVERAGE-BANDWIDTH', 'CODECS', ...picture]),
      ...(Number(average) > Number(BANDWIDTH) ? [`${uri}: the average exceeds the peak`] : []),
      ...groups.map((type) => `${uri}: the group ${variant[type]} of ${type} does not exist`),
    ];
  });
  const distance = ({ BANDWIDTH }: Attributes) => Math.abs(Number(BANDWIDTH) - firstBandwidth);
  const [first, ...others] = variants;
  const nearer = others.find((variant) => first && distance(variant) < distance(first));
  if (nearer) problems.push(`${nearer.uri} is nearer to 2000 kbit/s than the first variant`);
  return problems;
}

function keyFrameProblems({ variants, keyFrames }: Multivariant): string[] {
  const hasPicture = variants.some(({ RESOLUTION }) => RESOLUTION);
  if (hasPicture && keyFrames.length === 0) return ['EXT-X-I-FRAME-STREAM-INF is missing'];
  return keyFrames.flatMap((line) =>
    lacking(line.URI ?? 'a playlist of key frames', line, ['URI', 'BANDWIDTH', 'CODECS', 'RESOLUTION', 'VIDEO-RANGE']),
  );
}

function mediaProblems({ media }: Multivariant): string[] {
  return media.flatMap((line, index) => {
    const group = media.filter((other) => other.TYPE === line.TYPE && other['GROUP-ID'] === line['GROUP-ID']);
    const isFirst = group.indexOf(line) === 0;
    const what = `${line.TYPE} ${line.NAME ?? index}`;
    return [
      ...lacking(what, line, ['TYPE', 'GROUP-ID', 'NAME', ...(line.TYPE === 'SUBTITLES' ? ['URI', 'LANGUAGE'] : [])]),
      ...(line.DEFAULT === 'YES' && line.AUTOSELECT !== 'YES' ? [`${what}: the default must be AUTOSELECT=YES`] : []),
      ...(group.find(({ NAME }) => NAME === line.NAME) !== line ? [`${what}: the name comes twice in its group`] : []),
      ...(isFirst && group.filter(({ DEFAULT }) => DEFAULT === 'YES').length > 1
        ? [`${line.TYPE}: more than one rendition is the default`]
        : []),
    ];
  });
}
