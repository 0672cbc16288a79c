import { descriptorsIn, registrationOf } from './descriptors';
import { elementaryTrack } from './elementary-track';
import { type ContainerTrack, MAX_TRACKS } from './track-marks';

/** The checksum at the end of a section. */
const CRC_BYTES = 4;

/** Reads a TS_program_map_section: ISO/IEC 13818-1, section 2.4.4.8. */
export function tracksOfProgram(section: Uint8Array): ContainerTrack[] {
  const tracks: ContainerTrack[] = [];
  const end = section.length - CRC_BYTES;
  const first = 12 + lengthAt(section, 10);
  const isBluRay = registrationOf(descriptorsIn(section.subarray(12, Math.min(first, end)))) === 'HDMV';
  for (let at = first; at + 5 <= end && tracks.length < MAX_TRACKS; ) {
    const next = at + 5 + lengthAt(section, at + 3);
    if (next > end) break;
    const descriptors = descriptorsIn(section.subarray(at + 5, next));
    tracks.push(elementaryTrack({ type: section[at] ?? 0, descriptors, isBluRay }));
    at = next;
  }
  return tracks;
}

function lengthAt(section: Uint8Array, at: number): number {
  return (((section[at] ?? 0) & 0x0f) << 8) | (section[at + 1] ?? 0);
}
