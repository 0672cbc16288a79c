import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFragmentedTrack } from '../../engines/transcode/fragmented-track';
import { TranscodeError, Transcoder } from '../../engines/transcode/transcoder';
import { buildWorker } from '../../testing/engine-worker';
import { film } from '../../testing/films';

const workerPath = buildWorker('transcode');
const transcoder = new Transcoder({ workerPath, driver: { kind: 'node-av' } });

describe('probing', () => {
  test('tells picture and sound of a film', async () => {
    const info = await transcoder.probe(await film('plain', workerPath));
    expect(info).toMatchObject({
      format: 'mov,mp4,m4a,3gp,3g2,mj2',
      durationSeconds: expect.closeTo(3, 0),
      tracks: [
        {
          kind: 'video',
          codec: 'h264',
          video: {
            width: 320,
            height: 180,
            frameRate: { num: 24, den: 1 },
            rotation: 0,
            bitDepth: 8,
            interlaced: false,
          },
        },
        { kind: 'audio', codec: 'aac', audio: { channels: 2, layout: 'stereo', sampleRate: 48000 } },
      ],
    });
  });

  test('tells rotation, bit depth, colour, interlacing, channels and languages', async () => {
    const look = async (name: Parameters<typeof film>[0]) => transcoder.probe(await film(name, workerPath));
    expect((await look('rotated')).tracks[0]?.video?.rotation).toBe(90);
    expect((await look('tenBit')).tracks[0]?.video?.bitDepth).toBe(10);
    expect((await look('hdr10')).tracks[0]?.video).toMatchObject({
      colorPrimaries: 9,
      colorTransfer: 16,
      colorMatrix: 9,
    });
    expect((await look('interlaced')).tracks[0]?.video?.interlaced).toBe(true);
    expect((await look('surround')).tracks[1]?.audio).toMatchObject({ channels: 6, layout: '5.1' });
    expect((await look('twoLanguages')).tracks.map(({ language }) => language)).toEqual([undefined, 'eng', 'fra']);
    expect((await look('fractionalRate')).tracks[0]?.video?.frameRate).toEqual({ num: 30000, den: 1001 });
  });

  test('fails by name for a file that is no media', async () => {
    await expect(transcoder.probe(__filename)).rejects.toThrow(TranscodeError);
  });

  test('fails for a film whose index is lost', async () => {
    await expect(transcoder.probe(await film('truncatedIndex', workerPath))).rejects.toThrow(/Invalid data/);
  });
});

describe('transcoding', () => {
  const plan = (input: string, folder: string) => ({
    input,
    graphs: [
      { description: '[0:0]fps=24:start_time=0,scale=160:90,format=yuv420p[v0]', streams: [0], outputs: ['v0'] },
    ],
    outputs: [
      {
        path: join(folder, 'out.mp4'),
        format: 'mp4',
        options: { movflags: '+cmaf+negative_cts_offsets+frag_keyframe', use_editlist: '0' },
        tracks: [
          {
            label: 'v0',
            medium: 'video' as const,
            encoder: 'libx264',
            options: { preset: 'ultrafast', 'x264-params': 'keyint=24:min-keyint=24:scenecut=0' },
          },
        ],
      },
    ],
    durationSeconds: 3,
  });
  const folder = () => mkdtempSync(join(tmpdir(), 'transcode-'));

  test('makes closed GOPs of one length, shown from time zero', async () => {
    const at = folder();
    await expect(transcoder.transcode(plan(await film('plain', workerPath), at))).resolves.toEqual({
      errors: 0,
      messages: [],
    });
    const { fragments, timescale } = await readFragmentedTrack(join(at, 'out.mp4'));
    expect(fragments.map(({ duration }) => duration / timescale)).toEqual([1, 1, 1]);
    expect(fragments.every(({ startsWithKey, start, firstShown }) => startsWithKey && start === firstShown)).toBe(true);
  });

  test('counts the errors of a damaged film', async () => {
    const { errors } = await transcoder.transcode(plan(await film('corrupt', workerPath), folder()));
    expect(errors).toBeGreaterThan(5);
  });

  test('refuses an option that nothing knows', async () => {
    const wrong = plan(await film('plain', workerPath), folder());
    const [output] = wrong.outputs;
    const options = { ...output?.options, colour_of_the_sky: 'blue' };
    await expect(transcoder.transcode({ ...wrong, outputs: [{ ...output, options } as never] })).rejects.toThrow(
      /colour_of_the_sky/,
    );
  });

  test('ends at once when it is aborted', async () => {
    const abort = new AbortController();
    const running = transcoder.transcode(plan('/work/no-such-file', folder()), { signal: abort.signal });
    abort.abort(new Error('no longer wanted'));
    await expect(running).rejects.toThrow('no longer wanted');
  });
});
