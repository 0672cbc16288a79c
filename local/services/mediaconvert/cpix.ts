import { type Element, parseXml } from '../../wire/xml-document';
import type { ContentKey, KeyRequest, Signal } from './content-key';

/**
 * Builds the CPIX document by which MediaConvert requests keys, after the examples of the SPEKE 2.0 specification.
 * https://docs.aws.amazon.com/speke/latest/documentation/vod-workflow-method-v2.html
 * @param ids of the keys, one for each of `asked.tracks`
 */
export function keyRequest(
  { contentId, dash, hls, tracks }: KeyRequest,
  ids: readonly string[],
  scheme: string,
): string {
  const systems = ids.flatMap((kid) =>
    [...new Set([...dash, ...hls].map((id) => id.toLowerCase()))].map((systemId) => {
      const isIn = (list: readonly string[]) => list.some((id) => id.toLowerCase() === systemId);
      const signals = [
        ...(isIn(dash) ? ['<cpix:PSSH/>', '<cpix:ContentProtectionData/>'] : []),
        ...(isIn(hls) ? ['media', 'master'].map((list) => `<cpix:HLSSignalingData playlist="${list}"/>`) : []),
      ];
      return `<cpix:DRMSystem kid="${kid}" systemId="${systemId}">${signals.join('')}</cpix:DRMSystem>`;
    }),
  );
  const rules = ids.map((kid, index) => {
    const track = tracks[index] ?? 'ALL';
    const filters = `${track === 'AUDIO' ? '' : '<cpix:VideoFilter/>'}${track === 'VIDEO' ? '' : '<cpix:AudioFilter/>'}`;
    return `<cpix:ContentKeyUsageRule kid="${kid}" intendedTrackType="${track}">${filters}</cpix:ContentKeyUsageRule>`;
  });
  const keys = ids.map((kid) => `<cpix:ContentKey kid="${kid}" commonEncryptionScheme="${scheme}"/>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<cpix:CPIX contentId="${contentId}" version="2.3" xmlns:cpix="urn:dashif:org:cpix" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc">`,
    `<cpix:ContentKeyList>${keys.join('')}</cpix:ContentKeyList>`,
    `<cpix:DRMSystemList>${systems.join('')}</cpix:DRMSystemList>`,
    `<cpix:ContentKeyUsageRuleList>${rules.join('')}</cpix:ContentKeyUsageRuleList>`,
    '</cpix:CPIX>',
  ].join('\n');
}

const below = (element: Element, name: string): Element[] =>
  element.children.flatMap((child) => {
    if (typeof child === 'string') return [];
    return [...(child.name.replace(/^.*:/, '') === name ? [child] : []), ...below(child, name)];
  });
const textOf = (element: Element | undefined) =>
  element?.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim() ?? '';

/** Reads the keys of a provider's response, in the order of the ids. Throws an Error if something is missing. */
export function readKeys(xml: string, ids: readonly string[]): ContentKey[] {
  const root = parseXml(xml);
  const keys = below(root, 'ContentKey');
  const systems = below(root, 'DRMSystem');
  return ids.map((keyId) => {
    const isOf = ({ attributes }: Element) => attributes.kid?.toLowerCase() === keyId;
    const element = keys.find(isOf);
    const [value] = element ? below(element, 'PlainValue') : [];
    const key = Buffer.from(textOf(value), 'base64');
    if (key.length !== 16) throw new Error(`it has no key of 128 bits for ${keyId}`);
    return { keyId, key, signals: systems.filter(isOf).map(readSignal) };
  });
}

function readSignal(system: Element): Signal {
  const decoded = (element: Element | undefined) => Buffer.from(textOf(element), 'base64').toString();
  const [contentProtection] = below(system, 'ContentProtectionData').map(decoded);
  const hls = (list: string) =>
    decoded(below(system, 'HLSSignalingData').find(({ attributes }) => attributes.playlist === list));
  const [hlsMedia, hlsMaster] = [hls('media'), hls('master')];
  return {
    systemId: system.attributes.systemId?.toLowerCase() ?? '',
    ...(contentProtection && { contentProtection }),
    ...(hlsMedia && { hlsMedia }),
    ...(hlsMaster && { hlsMaster }),
  };
}
