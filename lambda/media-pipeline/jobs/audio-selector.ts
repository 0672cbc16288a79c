import type { AudioSelector } from '@aws-sdk/client-mediaconvert';
import type { SoundTracks } from '../messages';
import { statedAudioSelector } from './stated-settings';

/**
 * MediaConvert's selection of a sound. A selector of several tracks has the channels of all of them, in this order:
 * https://docs.aws.amazon.com/mediaconvert/latest/ug/more-about-audio-tracks-selectors.html
 */
export function audioSelector({ track, rightTrack, streams }: SoundTracks): AudioSelector {
  if (streams) return { ...statedAudioSelector, SelectorType: 'STREAM', Streams: [...streams] };
  return { ...statedAudioSelector, Tracks: rightTrack === undefined ? [track] : [track, rightTrack] };
}
