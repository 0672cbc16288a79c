import type { Chapter } from '../document';
import { claimItem, type Place } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { generated, page } from '../markdown';
import { multiRegion, singleRegion } from './reach';
import { operator, otherRegions, timeline } from './timeline';

/** `docs/review/region-failure.md`: the parts that continue and stop without the first region, and the effects for users. */
export const regionFailure: Chapter = (source) => {
  const place: Place = { document: 'docs/review/region-failure.md', root: source.root };
  verify(place.document, [...multiRegion, ...singleRegion, ...timeline, ...operator, ...otherRegions], source);
  const items = (claims: Parameters<typeof claimItem>[0][]) => claims.map((each) => claimItem(each, place)).join('\n');
  const times = [...new Set(timeline.map(({ when }) => when))];
  const content = page(
    generated('region-failure/'),
    '# What happens when a region fails',
    'In short: current playback continues for up to eight hours. Until the region is back, no viewer can start a film or sign in, and no creator can upload. In `prod`, the first region is `eu-west-1` and the second is `eu-central-1`.',
    '## Parts in both regions',
    items([...multiRegion]),
    '## Parts in the first region only',
    items([...singleRegion]),
    '## Effects, minute by minute',
    ...times.flatMap((when) => [`### ${when}`, items(timeline.filter((each) => each.when === when))]),
    '## Actions of an operator',
    items([...operator]),
    '## When another region fails',
    items([...otherRegions]),
  );
  return [{ path: place.document, content }];
};
