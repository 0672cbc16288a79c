import { captionFiles, toVtt } from '../../../../lambda/speech/captions/vtt';
import type { Cue } from '../../../../lambda/speech/model';

const cue = (index: number, start: number, end: number, text: string): Cue => ({ index, start, end, text });

test('the map of timestamps says that the film begins at zero', () => {
  expect(toVtt([]).split('\n').slice(0, 3)).toEqual(['WEBVTT', 'X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000', '']);
});

test('markup characters in speech are text, and no text ends a cue or begins one', () => {
  const vtt = toVtt([cue(0, 3661.5, 3663.0004, 'R&D <b>is</b> -->\n\r\n00:01 here')]);
  expect(vtt).toContain('01:01:01.500 --> 01:01:03.000\nR&amp;D &lt;b&gt;is&lt;/b&gt; --&gt;\n00:01 here\n');
  expect(vtt.match(/-->/g)).toHaveLength(1);
});

test('milliseconds that round up to a second do so', () => {
  expect(toVtt([cue(0, 59.9996, 3599.9999, 'x')])).toContain('00:01:00.000 --> 01:00:00.000');
});

describe('segments', () => {
  const cues = [cue(0, 1, 3, 'one'), cue(1, 5, 7, 'two'), cue(2, 12, 13, 'three')];
  const { vtt, playlist } = captionFiles(cues, 20.5);

  test('there is one for each six seconds of the film, with or without speech', () => {
    expect([...vtt.keys()]).toEqual([
      'captions.vtt',
      ...['captions_00001.vtt', 'captions_00002.vtt', 'captions_00003.vtt', 'captions_00004.vtt'],
    ]);
    expect(vtt.get('captions_00004.vtt')).not.toContain('-->');
  });

  test('a cue over a border is in both, one at the border only in the later one', () => {
    const texts = (name: string) => vtt.get(name)?.match(/^(one|two|three)$/gm) ?? [];
    expect(texts('captions_00001.vtt')).toEqual(['one', 'two']);
    expect(texts('captions_00002.vtt')).toEqual(['two']);
    expect(texts('captions_00003.vtt')).toEqual(['three']);
    expect(texts('captions.vtt')).toEqual(['one', 'two', 'three']);
  });

  test('the playlist is as long as the film', () => {
    const durations = [...playlist.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)].map(([, seconds]) => Number(seconds));
    expect(durations).toEqual([6, 6, 6, 2.5]);
    expect(playlist).toMatch(/^#EXTM3U\n/);
    expect(playlist).toMatch(/#EXT-X-PLAYLIST-TYPE:VOD\n/);
    expect(playlist).toMatch(/#EXT-X-TARGETDURATION:6\n/);
    expect(playlist).toMatch(/#EXT-X-ENDLIST\n$/);
  });

  test('a film of whole segments has no empty one at its end', () => {
    expect(captionFiles(cues, 12).vtt.size).toBe(3);
    expect(captionFiles([], 0).vtt.size).toBe(2);
  });
});
