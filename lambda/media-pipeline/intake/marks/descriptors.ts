import { toCode } from './bytes';

export interface Descriptor {
  readonly tag: number;
  readonly data: Uint8Array;
}

/** Descriptors are a tag, a length and the data: ISO/IEC 13818-1, section 2.6. */
export function descriptorsIn(bytes: Uint8Array): Descriptor[] {
  const descriptors: Descriptor[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const end = at + 2 + (bytes[at + 1] ?? 0);
    if (end > bytes.length) break;
    descriptors.push({ tag: bytes[at] ?? 0, data: bytes.subarray(at + 2, end) });
    at = end;
  }
  return descriptors;
}

/** The format of the registration_descriptor, such as `Opus`: https://smpte-ra.org/registered-mpeg-ts-ids. */
export function registrationOf(descriptors: readonly Descriptor[]): string | undefined {
  const data = descriptors.find(({ tag }) => tag === 0x05)?.data;
  return data && toCode(data.subarray(0, 4));
}
