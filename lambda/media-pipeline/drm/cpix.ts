import { keyIdOf } from '../../shared/content-keys';
import { type Element, parseXml, printXml } from '../../shared/xml';

/**
 * CPIX 2.3 as SPEKE 2.0 uses it.
 * https://docs.aws.amazon.com/speke/latest/documentation/the-speke-api-v2.html
 */
export interface CpixRequest {
  readonly contentId: string;
  /** In order of appearance; ids are in lower case. */
  readonly keys: readonly { readonly keyId: string; readonly scheme: string }[];
  readonly root: Element;
}

/** What the encryptor did wrong; the message says what, and goes back to it. */
export class CpixFault extends Error {
  override readonly name = 'CpixFault';
}

const namespace = 'urn:dashif:org:cpix';
const secretNamespace = 'urn:ietf:params:xml:ns:keyprov:pskc';
const schemes = ['cenc', 'cbc1', 'cens', 'cbcs'];
/** More than all presets of SPEKE 2.0 together can ask for. */
const mostKeys = 32;

const localName = ({ name }: Element) => name.slice(name.indexOf(':') + 1);

/** Elements of that name, whatever their prefix. */
export function named(parent: Element | undefined, name: string): readonly Element[] {
  return parent?.children.filter((child) => localName(child) === name) ?? [];
}

/** Throws {@link CpixFault} for a document that is no request of SPEKE 2.0. */
export function readRequest(xml: string): CpixRequest {
  // Neither does an encryptor send entities of its own, nor does the reader know them.
  if (/<!(?:DOCTYPE|ENTITY|\[CDATA\[)/.test(xml)) throw new CpixFault('Malformed CPIX: DTD and CDATA are not allowed');
  const root = parsed(xml);
  const prefix = root.name.includes(':') ? `xmlns:${root.name.split(':')[0]}` : 'xmlns';
  if (localName(root) !== 'CPIX' || root.attributes[prefix] !== namespace) {
    throw new CpixFault('Malformed CPIX: the document is no CPIX');
  }
  const { contentId, version } = root.attributes;
  if (!contentId) throw new CpixFault('Missing CPIX@contentId');
  if (!version) throw new CpixFault('Missing CPIX@version');
  if (version !== '2.3') throw new CpixFault('Unsupported CPIX@version');
  if (named(root, 'DeliveryDataList').some(({ children }) => children.length > 0)) {
    throw new CpixFault('Unsupported DeliveryDataList: content keys are not encrypted here');
  }
  if (named(root, 'ContentKeyPeriodList').length > 0) throw new CpixFault('Unsupported ContentKeyPeriodList');
  const keys = named(named(root, 'ContentKeyList')[0], 'ContentKey').map(readKey);
  if (keys.length === 0) throw new CpixFault('Missing ContentKeyList/ContentKey');
  if (keys.length > mostKeys) throw new CpixFault(`Unsupported number of ContentKey elements: at most ${mostKeys}`);
  if (new Set(keys.map(({ keyId }) => keyId)).size < keys.length) throw new CpixFault('Duplicate ContentKey@kid');
  if (new Set(keys.map(({ scheme }) => scheme)).size > 1) {
    throw new CpixFault('Non compliant ContentKey@commonEncryptionScheme combination');
  }
  for (const { attributes } of named(named(root, 'ContentKeyUsageRuleList')[0], 'ContentKeyUsageRule')) {
    mustBeAsked(attributes.kid, keys, 'ContentKeyUsageRule');
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

/** The key that a rule or a system refers to. */
function mustBeAsked(kid: string | undefined, keys: CpixRequest['keys'], where: string): string {
  const found = keys.find(({ keyId }) => keyId === keyIdOf(kid ?? ''));
  if (!found) throw new CpixFault(`Unknown ${where}@kid: no ContentKey has it`);
  return found.keyId;
}

/** How one DRM system is signalled for a key. XML fragments and playlist lines as they are to stand in manifests. */
export interface Signals {
  readonly pssh: Buffer;
  /** Children of the MPD's ContentProtection element. */
  readonly contentProtection: string;
  readonly hlsMedia: string;
  readonly hlsMaster: string;
}

export interface Answers {
  key(keyId: string): Buffer;
  /** `undefined` for a system that is not served. */
  signals(systemId: string, keyId: string, scheme: string): Signals | undefined;
}

/** The request with the keys in it, and with the signals of each DRM system that it left room for. */
export function printResponse({ root, keys }: CpixRequest, answers: Answers): string {
  const inList = (list: Element, name: string, change: (child: Element) => Element): Element => ({
    ...list,
    children: list.children.map((child) => (localName(child) === name ? change(child) : child)),
  });
  const cpix = root.name.includes(':') ? `${root.name.split(':')[0]}:` : '';
  const withKey = (key: Element): Element => {
    const value = element('pskc:PlainValue', answers.key(mustBeAsked(key.attributes.kid, keys, 'ContentKey')));
    const secret: Element = { name: 'pskc:Secret', attributes: {}, children: [value], text: '' };
    return { ...key, children: [{ name: `${cpix}Data`, attributes: {}, children: [secret], text: '' }] };
  };
  const withSignals = (system: Element): Element => {
    const { systemId = '', kid } = system.attributes;
    const keyId = mustBeAsked(kid, keys, 'DRMSystem');
    const scheme = keys.find((key) => key.keyId === keyId)?.scheme ?? '';
    const signals = answers.signals(systemId.toLowerCase(), keyId, scheme);
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
