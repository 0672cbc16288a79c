import type { BoundedReader } from './bounded-reader';
import { tracksOfProgram } from './program-map';
import { SectionAssembler } from './sections';
import type { ContainerTrack } from './track-marks';

const PACKET_BYTES = 188;
const SYNC = 0x47;

/** ETSI TR 101 290 expects the tables of programs every half second: these bytes are as long at 67 Mb/s. */
const SEARCHED_BYTES = 4 * 1024 * 1024;

/** Plain packets, those of Blu-ray after a time of 4 bytes, and those before 16 bytes of error correction. */
const LAYOUTS = [
  { offset: 0, stride: 188 },
  { offset: 4, stride: 192 },
  { offset: 0, stride: 204 },
] as const;

type Layout = (typeof LAYOUTS)[number];

/** Returns how the file is divided into packets; `undefined` if it is not an MPEG-2 transport stream. */
export async function packetLayout(reader: BoundedReader): Promise<Layout | undefined> {
  for (const layout of LAYOUTS) {
    const count = Math.min(5, Math.floor(reader.size / layout.stride));
    const syncs: boolean[] = [];
    for (let index = 0; index < count; index++) {
      const byte = await reader.bytes(layout.offset + index * layout.stride, 1);
      syncs.push(byte?.[0] === SYNC);
    }
    if (count > 1 && syncs.every(Boolean)) return layout;
  }
  return undefined;
}

/** Reads the first program of a transport stream: ISO/IEC 13818-1, section 2.4.4. */
export async function readTransportStream(reader: BoundedReader, layout: Layout): Promise<ContainerTrack[]> {
  const association = new SectionAssembler();
  const map = new SectionAssembler();
  let program: Program | undefined;
  const end = Math.min(reader.size, SEARCHED_BYTES);
  for (let offset: number = layout.offset; offset + PACKET_BYTES <= end; ) {
    const packet = await reader.bytes(offset, PACKET_BYTES);
    if (!packet) return [];
    const isPacket = packet[0] === SYNC;
    offset += isPacket ? layout.stride : 1;
    const hasError = ((packet[1] ?? 0) & 0x80) !== 0;
    if (!isPacket || hasError) continue;
    const pid = (((packet[1] ?? 0) & 0x1f) << 8) | (packet[2] ?? 0);
    if (pid === 0 && !program) program = association.push(packet).map(firstProgram).find(Boolean);
    if (pid !== program?.pid) continue;
    const section = map.push(packet).find((candidate) => isMapOf(candidate, program?.number));
    if (section) return tracksOfProgram(section);
  }
  return [];
}

interface Program {
  readonly number: number;
  readonly pid: number;
}

/** Section 2.4.4.3. Program 0 is the network information table. */
function firstProgram(section: Uint8Array): Program | undefined {
  if (section[0] !== 0 || !isCurrent(section)) return undefined;
  for (let at = 8; at + 4 <= section.length - 4; at += 4) {
    const [high = 0, low = 0, pidHigh = 0, pidLow = 0] = section.subarray(at, at + 4);
    const number = (high << 8) | low;
    if (number !== 0) return { number, pid: ((pidHigh & 0x1f) << 8) | pidLow };
  }
  return undefined;
}

/** Several programs may share a PID for their maps. */
function isMapOf(section: Uint8Array, number: number | undefined): boolean {
  const [tableId, , , high = 0, low = 0] = section;
  return tableId === 2 && isCurrent(section) && ((high << 8) | low) === number;
}

/** A table whose `current_next_indicator` is 0 is announced and not valid yet. */
function isCurrent(section: Uint8Array): boolean {
  return ((section[5] ?? 0) & 1) === 1;
}
