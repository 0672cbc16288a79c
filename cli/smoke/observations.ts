import {
  brandsOf,
  checkedAddressOf,
  decodeTimeOf,
  orderOf,
  presentationTimeOffsets,
  visibilityOf,
} from '../presentation';
import { answerOf, cookieOf, load, request } from './edge';
import type { Played } from './playing';
import { needs, type Steps } from './steps';

/** Reports behaviour that AWS does not document. The platform works with every variant of it (docs/adr/0008). */
export async function observations(steps: Steps, { session, hls, dash }: Played): Promise<void> {
  const own = () => needs(session, 'a playback session');

  await steps.observe('order at the edge', async () => {
    const unsigned = answerOf(await request(new URL('/v/x', own().hls).href));
    const signed = answerOf(await request(own().hls, cookieOf(own())));
    return `${orderOf(unsigned)}, checked against the ${checkedAddressOf(signed)} address`;
  });
  await steps.observe('policy at the edge', async () => {
    const policy = `CloudFront-Policy=${own().cookies['CloudFront-Policy']}`;
    const byCookie = visibilityOf(answerOf(await request(own().hls, `${cookieOf(own())}; ${policy}`)));
    const [parameter = ''] = /Policy=[^&]*/.exec(own().signedHls) ?? [];
    const byQuery = visibilityOf(answerOf(await request(`${own().signedHls}&${parameter}`)));
    return `to the function, cookies are ${byCookie} and parameters ${byQuery}`;
  });
  await steps.observe('CORS preflight', async () => {
    const { status, headers } = await request(own().signedHls, '', 'OPTIONS');
    return `${status}, access-control-allow-origin ${headers.get('access-control-allow-origin') ?? 'missing'}`;
  });
  await steps.observe('init segments', async () => {
    const found = new Set<string>();
    for (const { init, segments } of needs(hls, 'HLS').playlists) {
      if (!init) continue;
      const head = await load(init, cookieOf(own()));
      const first = await load(segments[0] as string, cookieOf(own()));
      found.add(`${kindOf(head)} ${brandsOf(head).join(' ')} from ${decodeTimeOf(head, first) ?? '?'} s`);
    }
    return [...found].join('; ');
  });
  await steps.observe('time offsets', async () => {
    const values = [...new Set(presentationTimeOffsets(needs(dash, 'DASH')))];
    return `presentationTimeOffset ${values.map((seconds) => `${seconds} s`).join(', ')}`;
  });
}

/** From the handler's type in the init segment: `soun`, `vide`. */
function kindOf(init: Buffer): string {
  const at = init.indexOf('hdlr');
  return at < 0 ? '?' : init.toString('latin1', at + 12, at + 16) === 'soun' ? 'sound' : 'picture';
}
