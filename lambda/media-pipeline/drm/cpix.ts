import { keyIdOf } from '../../shared/content-keys';
import { type Element, parseXml, printXml } from '../../shared/xml';

/**
 * CPIX 2.3 as SPEKE 2.0 uses it.
 * https://docs.aws.amazon.com/speke/latest/documentation/the-speke-api-v2.html
 */
export interface CpixRequest {
  readonly contentId: string;
  /** The requested keys, in order of appearance. Ids are in lower case. */
  readonly keys: readonly { readonly keyId: string; readonly scheme: string }[];
  readonly root: Element;
}

/** A fault of the encryptor's request. The message describes the fault and is sent back to the encryptor. */
export class CpixFault extends Error {
  override readonly name = 'CpixFault';
}

const namespace = 'urn:dashif:org:cpix';
const secretNamespace = 'urn:ietf:params:xml:ns:keyprov:pskc';
const schemes = ['cenc', 'cbc1', 'cens', 'cbcs'];
/** More keys than all presets of SPEKE 2.0 together require. */
const maxKeys = 32;

const localName = ({ name }: Element) => name.slice(name.indexOf(':') + 1);

/** The child elements of that name, with any prefix. */
function named(parent: Element | undefined, name: string): readonly Element[] {
  return parent?.children.filter((child) => localName(child) === name) ?? [];
}

/** Reads a request. Throws {@link CpixFault} if the document is not a SPEKE 2.0 request. */
export function readRequest(xml: string): CpixRequest {
  // Encryptors send no entities of their own, and the parser does not support them.
  if (/<!(?:DOCTYPE|ENTITY|\[CDATA\[)/.test(xml)) throw new CpixFault('Malformed CPIX: DTD and CDATA are not allowed');
  const root = parsed(xml);
  const prefix = root.name.includes(':') ? `xmlns:${root.name.split(':')[0]}` : 'xmlns';
  if (localName(root) !== 'CPIX' || root.attributes[prefix] !== namespace) {
    throw new CpixFault('Malformed CPIX: the document is not CPIX');
  }
  const { contentId, version } = root.attributes;
  if (!contentId) throw new CpixFault('Missing CPIX@contentId');
  if (!version) throw new CpixFault('Missing CPIX@version');
  if (version !== '2.3') throw new CpixFault('Unsupported CPIX@version');
  if (named(root, 'DeliveryDataList').some(({ children }) => children.length > 0)) {
    throw new CpixFault('Unsupported DeliveryDataList: this key provider does not encrypt content keys');
  }
  if (named(root, 'ContentKeyPeriodList').length > 0) throw new CpixFault('Unsupported ContentKeyPeriodList');
  const keys = named(named(root, 'ContentKeyList')[0], 'ContentKey').map(readKey);
  if (keys.length === 0) throw new CpixFault('Missing ContentKeyList/ContentKey');
  if (keys.length > maxKeys) throw new CpixFault(`Unsupported number of ContentKey elements: at most ${maxKeys}`);
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length) throw new CpixFault('Duplicate ContentKey@kid');
  if (new Set(keys.map(({ scheme }) => scheme)).size > 1) {
    throw new CpixFault('Non compliant ContentKey@commonEncryptionScheme combination');
  }
  for (const { attributes } of named(named(root, 'ContentKeyUsageRuleList')[0], 'ContentKeyUsageRule')) {
    requestedKeyId(attributes.kid, keys, 'ContentKeyUsageRule');
  }
  return { contentId, keys, root };
}

function parsed(xml: string): Element {
  try {
    return parseXml(xml);
  } catch (error) {
    throw new CpixFault(`Malformed CPIX: ${(error as Error).message}`);
  }
}

function readKey({ attributes }: Element): CpixRequest['keys'][number] {
  const { kid = '', commonEncryptionScheme: scheme } = attributes;
  const keyId = keyIdOf(kid);
  if (!keyId) throw new CpixFault('Malformed ContentKey@kid: it must be a UUID');
  if (!scheme) throw new CpixFault(`Missing ContentKey@commonEncryptionScheme for KID ${keyId}`);
  if (!schemes.includes(scheme)) throw new CpixFault(`Unsupported ContentKey@commonEncryptionScheme for KID ${keyId}`);
  return { keyId, scheme };
}

/** The id of the requested key that a rule or a system refers to. Throws {@link CpixFault} if it was not requested. */
function requestedKeyId(kid: string | undefined, keys: CpixRequest['keys'], where: string): string {
  const found = keys.find(({ keyId }) => keyId === keyIdOf(kid ?? ''));
  if (!found) throw new CpixFault(`Unknown ${where}@kid: no ContentKey has it`);
  return found.keyId;
}

/** The signals of one DRM system for a key: the XML fragments and the playlist lines of the manifests. */
export interface Signals {
  readonly pssh: Buffer;
  /** Children of the MPD's ContentProtection element. */
  readonly contentProtection: string;
  readonly hlsMedia: string;
  readonly hlsMaster: string;
}

export interface KeySource {
  key(keyId: string): Buffer;
  /** The signals of a DRM system; `undefined` if the key provider does not support the system. */
  signals(systemId: string, keyId: string, scheme: string): Signals | undefined;
}

/** The response: the request with the keys, and with the signals of each DRM system that it lists. */
export function printResponse({ root, keys }: CpixRequest, source: KeySource): string {
  const inList = (list: Element, name: string, change: (child: Element) => Element): Element => ({
    ...list,
    children: list.children.map((child) => (localName(child) === name ? change(child) : child)),
  });
  const cpix = root.name.includes(':') ? `${root.name.split(':')[0]}:` : '';
  const withKey = (key: Element): Element => {
    const value = element('pskc:PlainValue', source.key(requestedKeyId(key.attributes.kid, keys, 'ContentKey')));
    const secret: Element = { name: 'pskc:Secret', attributes: {}, children: [value], text: '' };
    return { ...key, children: [{ name: `${cpix}Data`, attributes: {}, children: [secret], text: '' }] };
  };
  const withSignals = (system: Element): Element => {
    const { systemId = '', kid } = system.attributes;
    const keyId = requestedKeyId(kid, keys, 'DRMSystem');
    const scheme = keys.find((key) => key.keyId === keyId)?.scheme ?? '';
    const signals = source.signals(systemId.toLowerCase(), keyId, scheme);
    if (!signals) throw new CpixFault(`Unsupported DRMSystem@systemId ${systemId}`);
    const children = system.children.map((child) => {
      const content = signalOf(child, signals);
      return content === undefined ? child : { ...child, children: [], text: content.toString('base64') };
    });
    return { ...system, children };
  };
  const children = root.children.map((list) => {
    if (localName(list) === 'ContentKeyList') return inList(list, 'ContentKey', withKey);
    if (localName(list) === 'DRMSystemList') return inList(list, 'DRMSystem', withSignals);
    return list;
  });
  const attributes = { ...root.attributes, 'xmlns:pskc': secretNamespace };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${printXml({ ...root, attributes, children })}`;
}

function signalOf(child: Element, signals: Signals): Buffer | undefined {
  switch (localName(child)) {
    case 'PSSH':
      return signals.pssh;
    case 'ContentProtectionData':
      return Buffer.from(signals.contentProtection);
    case 'HLSSignalingData':
      return Buffer.from(child.attributes.playlist === 'master' ? signals.hlsMaster : signals.hlsMedia);
    default:
      return undefined;
  }
}

const element = (name: string, content: Buffer): Element => ({
  name,
  attributes: {},
  children: [],
  text: content.toString('base64'),
});
