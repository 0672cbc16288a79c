import { integer, join } from './containers';

const PACKET_BYTES = 188;

/** A section of a table of programs; the checksum is zero, because readers of these tables do not need it. */
function section(tableId: number, extension: number, body: Uint8Array, isCurrent: boolean): Uint8Array {
  const length = integer(0xb000 + body.length + 9, 2);
  return join(tableId, length, integer(extension, 2), isCurrent ? 0xc1 : 0xc0, 0, 0, body, integer(0, 4));
}

export interface Program {
  readonly number: number;
  readonly pid: number;
}

export function associationOf(programs: readonly Program[]): Uint8Array {
  const entries = programs.map(({ number, pid }) => join(integer(number, 2), integer(0xe000 + pid, 2)));
  return section(0, 1, join(...entries), true);
}

export function descriptor(tag: number, ...parts: readonly (Uint8Array | string | number)[]): Uint8Array {
  const data = join(...parts);
  return join(tag, data.length, data);
}

/** An elementary stream in a program map. */
export function stream(type: number, ...descriptors: readonly Uint8Array[]): Uint8Array {
  const info = join(...descriptors);
  return join(type, integer(0xe100, 2), integer(0xf000 + info.length, 2), info);
}

interface MapOptions {
  readonly number?: number;
  readonly descriptors?: readonly Uint8Array[];
  readonly isCurrent?: boolean;
}

export function mapOf(
  streams: readonly Uint8Array[],
  { number = 1, descriptors = [], isCurrent = true }: MapOptions = {},
): Uint8Array {
  const info = join(...descriptors);
  return section(2, number, join(integer(0xe100, 2), integer(0xf000 + info.length, 2), info, ...streams), isCurrent);
}

/** The packets of one section; those with less payload have an adaptation field. `counter` is that of the first. */
export function packetsOf(pid: number, bytes: Uint8Array, payloadBytes = 184, counter = 0): Uint8Array[] {
  const payload = join(0, bytes);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += payloadBytes) {
    const part = payload.subarray(at, at + payloadBytes);
    const stuffing = 184 - payloadBytes;
    const field = stuffing > 0 ? join(stuffing - 1, Buffer.alloc(stuffing - 1)) : new Uint8Array();
    const control = (stuffing > 0 ? 0x30 : 0x10) | ((counter + packets.length) % 16);
    const head = join(0x47, integer((at === 0 ? 0x4000 : 0) + pid, 2), control, field, part);
    packets.push(join(head, Buffer.alloc(PACKET_BYTES - head.length, 0xff)));
  }
  return packets;
}

export const nullPacket = join(0x47, 0x1f, 0xff, 0x10, Buffer.alloc(184, 0xff));

export const MAP_PID = 0x1000;

/** Plain packets of one program with these streams. */
export function transportPackets(...streams: readonly Uint8Array[]): Uint8Array[] {
  return [
    nullPacket,
    ...packetsOf(0, associationOf([{ number: 1, pid: MAP_PID }])),
    ...packetsOf(MAP_PID, mapOf(streams)),
    nullPacket,
  ];
}
