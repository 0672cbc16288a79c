import { assumptions } from '../../../cost/assumptions';
import { audience } from '../../../cost/audience';
import { type Place, placeNames } from '../../../cost/prices';
import { number, table } from '../markdown';
import type { Stages } from '../month';

/** The values from code and templates, and the assumptions. */
export function assumptionsSection({ prod: { film, stage } }: Stages): string {
  const rungs = film.rungs.map(({ name, maxBitrate }) => `${name} (at most ${number(maxBitrate / 1e6)} Mbit/s)`);
  const places = Object.entries(audience) as [Place, number][];
  return [
    '## Assumptions',
    `The pipeline’s own code makes a source in 1080p into ${rungs.join(', ')}, in segments of ${film.segmentSeconds} seconds. The templates of \`prod\` have ${stage.priceClass}, ${stage.recommenders} recommenders and ${stage.webAclRules} firewall rules, and keep the logs of functions for ${stage.logDays} days and those of the edge for ${stage.edgeLogDays}. Tests hold the numbers below against the files that they come from.`,
    `Viewers are in ${places.map(([place, share]) => `${placeNames[place]} (${number(share * 100)} %)`).join('; ')}: an assumption.`,
    table(
      ['number', 'value', 'what it is', 'source'],
      Object.entries(assumptions).map(([name, { value, unit, why, source }]) => [
        `\`${name}\``,
        `${number(value)} ${unit}`,
        why,
        link(source),
      ]),
      0,
    ),
  ].join('\n\n');
}

function link(source: string): string {
  if (source === 'assumption') return source;
  return source.startsWith('https://') ? `[AWS](${source})` : `[${source}](../${source})`;
}
