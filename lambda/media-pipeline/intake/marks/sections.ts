/** Puts the sections of one PID together; a section may be in several packets: ISO/IEC 13818-1, section 2.4.4. */
export class SectionAssembler {
  private pending: Uint8Array | undefined;
  private counter: number | undefined;

  /** Returns the sections that are complete with this packet. */
  push(packet: Uint8Array): Uint8Array[] {
    const payload = payloadOf(packet);
    const counter = (packet[3] ?? 0) & 0x0f;
    // A packet may be sent twice: section 2.4.3.3.
    if (!payload || counter === this.counter) return [];
    const isNext = this.counter === undefined || counter === (this.counter + 1) % 16;
    this.counter = counter;
    if (!isNext) this.pending = undefined;
    const startsSection = ((packet[1] ?? 0) & 0x40) !== 0;
    if (!startsSection) return this.continueWith(payload);
    const first = 1 + (payload[0] ?? 0);
    return [...this.continueWith(payload.subarray(1, first)), ...this.take(payload.subarray(first))];
  }

  private continueWith(bytes: Uint8Array): Uint8Array[] {
    return this.pending ? this.take(Buffer.concat([this.pending, bytes])) : [];
  }

  private take(bytes: Uint8Array): Uint8Array[] {
    const sections: Uint8Array[] = [];
    let rest = bytes;
    this.pending = undefined;
    // The bytes after the last section are 0xff.
    while (rest.length > 0 && rest[0] !== 0xff) {
      const length = 3 + ((((rest[1] ?? 0) & 0x0f) << 8) | (rest[2] ?? 0));
      if (rest.length < 3 || rest.length < length) {
        this.pending = rest;
        break;
      }
      sections.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    return sections;
  }
}

function payloadOf(packet: Uint8Array): Uint8Array | undefined {
  const control = (packet[3] ?? 0) >> 4;
  const start = control & 2 ? 5 + (packet[4] ?? 0) : 4;
  return control & 1 && start < packet.length ? packet.subarray(start) : undefined;
}
