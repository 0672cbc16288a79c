import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Utterance } from '../../engines/recognise/messages';
import { describeRecognisers, findRecognisers } from '../../engines/recognise/models';
import { Recogniser } from '../../engines/recognise/recogniser';
import { soundPlan } from '../../engines/recognise/sound';
import { Transcoder } from '../../engines/transcode/transcoder';
import { buildWorker } from '../../testing/engine-worker';
import { film } from '../../testing/films';
import { needs } from '../../testing/needs';
import { sample } from '../../testing/samples';
import { wordErrors } from '../../testing/words';

const transcodeWorker = buildWorker('transcode');
const workerPath = buildWorker('recognise');
const folder = mkdtempSync(join(tmpdir(), 'recognise-'));
const transcoder = new Transcoder({ workerPath: transcodeWorker, driver: { kind: 'node-av' } });
const recogniser = new Recogniser({ workerPath, folder, env: {} });

async function sound(path: string, change?: string): Promise<string> {
  const info = await transcoder.probe(path);
  const stream = info.tracks.find(({ kind }) => kind === 'audio')?.index as number;
  const out = join(folder, `${path.replace(/\W/g, '-')}${change ?? ''}`);
  const plan = soundPlan(path, stream, out);
  const [graph] = plan.graphs;
  const description = graph?.description.replace('aresample', `${change ? `${change},` : ''}aresample`) ?? '';
  await transcoder.transcode({ ...plan, graphs: [{ description, streams: [stream], outputs: ['a0'] }] });
  return out;
}

interface Reference {
  readonly cues: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

needs('vosk').describe('the English recogniser', () => {
  const { cues } = JSON.parse(readFileSync(sample('film-en.transcript.json'), 'utf8')) as Reference;
  let filmSound: string;
  let utterances: Utterance[];
  beforeAll(async () => {
    filmSound = await sound(sample('film-en.mp4'));
    utterances = await recogniser.recognise('en', filmSound);
  });

  test('gets at most one word in five of the English film wrong, and says how many', () => {
    const heard = utterances.flat().map(({ text }) => text);
    const said = cues.flatMap(({ text }) => text.split(' '));
    const rate = wordErrors(said, heard.join(' ')) / said.length;
    console.info(`word error rate on film-en: ${(rate * 100).toFixed(1)} % of ${said.length} words`);
    expect(rate).toBeLessThanOrEqual(0.2);
  });

  test('hears each sentence of the film at its time', () => {
    expect(utterances).toHaveLength(cues.length);
    for (const [index, { start, end }] of cues.entries()) {
      expect(Math.abs((utterances[index]?.[0]?.start ?? 0) - start)).toBeLessThan(0.4);
      expect(Math.abs((utterances[index]?.at(-1)?.end ?? 0) - end)).toBeLessThan(0.6);
    }
  });

  test('hears no words in a tone', async () => {
    const tone = await sound(await film('audioOnly', transcodeWorker), 'atrim=end=1');
    expect(await recogniser.recognise('en', tone)).toEqual([]);
    expect(await recogniser.identify(['en'], tone)).toEqual({ kind: 'silence' });
  });

  test('knows English, and tells speech that is none', async () => {
    const presenter = sample('presenter-en.mp4');
    const english = await recogniser.identify(['en'], await sound(presenter));
    expect(english).toMatchObject({ kind: 'language', language: 'en', score: expect.closeTo(0.88, 1) });
    // Speech in an artificial language.
    expect(await recogniser.identify(['en'], await sound(presenter, 'atrim=end=5,areverse'))).toEqual({
      kind: 'unknown',
    });
  });

  test('ends at once when it is told to', async () => {
    const abort = new AbortController();
    const listening = recogniser.recognise('en', filmSound, { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 200);
    await expect(listening).rejects.toThrow('enough');
  });

  test('says which languages it has, and where more are to be had', () => {
    expect(describeRecognisers(workerPath, {})).toMatch(/^recognises en by Vosk \(more by .*OMNISTREAM_VOSK_MODELS/);
  });
});

test('where no package is installed, no language is recognised, and the reason is told', async () => {
  const elsewhere = join(folder, 'worker.cjs');
  expect(describeRecognisers(elsewhere, {})).toMatch(/^recognises no language: .*vosk and koffi/);
  const nobody = new Recogniser({ workerPath: elsewhere, folder, env: {} });
  expect(nobody.languages).toEqual([]);
  await expect(nobody.recognise('en', 'sound')).rejects.toThrow("no model for the language 'en' is installed");
});

test("models of one's own are taken by language, before the bundled one, and nothing else is", () => {
  const models = join(folder, 'models-of-mine');
  for (const name of ['en', 'fr', 'notes', 'it']) mkdirSync(join(models, name, 'am'), { recursive: true });
  for (const name of ['en', 'fr', 'notes']) writeFileSync(join(models, name, 'am', 'final.mdl'), '');
  expect(findRecognisers(workerPath, { OMNISTREAM_VOSK_MODELS: models }).models).toEqual([
    { language: 'en', folder: join(models, 'en'), bundled: false },
    { language: 'fr', folder: join(models, 'fr'), bundled: false },
  ]);
});
