import { pictureJobRequest } from '../../../../lambda/media-pipeline/encode/picture-job';
import { planLadder } from '../../../../lambda/media-pipeline/encode/plan-ladder';
import type { Probe } from '../../../../lambda/media-pipeline/messages';
import { type DrmSystemName, encryptionOf } from '../../../../lambda/shared/drm';
import { dubJobRequest } from '../../../../lambda/speech/dub/dub-job';
import { ladderCases as rows } from '../../../support/ladders';
import { faults } from '../model';

const url = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/speke/v2.0/copyProtection';
const run = {
  assetId: 'abcdefghijklmnopqrstuv',
  run: '0123abcd',
  source: { bucket: 'uploads', key: 'uploads/abcdefghijklmnopqrstuv/source', versionId: '1', size: 1000 },
  taskToken: 'token',
};
const optionsFor = (systems: readonly DrmSystemName[]) => ({
  contentBucket: 'content',
  roleArn: 'arn:aws:iam::000000000000:role/media-convert',
  queueArn: 'arn:aws:mediaconvert:eu-west-1:000000000000:queues/films',
  encryption: { keyProviderUrl: url, systems },
});
const request = (name: string, systems: readonly DrmSystemName[] = ['clearkey']) => {
  const probe = rows.find((row) => row.name === name)?.input as Probe;
  return pictureJobRequest({ ...run, ladder: planLadder(probe) }, 'request-1', optionsFor(systems));
};
const dub = (systems: readonly DrmSystemName[] = ['clearkey']) =>
  dubJobRequest({ ...run, language: 'pt-BR' } as never, 'request-1', optionsFor(systems));
const groupOf = ({ Settings }: ReturnType<typeof dub>) => Settings?.OutputGroups?.[0]?.OutputGroupSettings;

const film = 'a 720p film gets 720p and what is below';
const every: DrmSystemName[] = ['widevine', 'playready', 'fairplay'];

test.each(rows)('$name: an encrypted job keeps to the models that AWS publishes', ({ name }) => {
  expect(faults(request(name))).toEqual([]);
});

test('with every system, encrypted jobs keep to the models that AWS publishes', () => {
  const requests = [...rows.map(({ name }) => request(name, every)), request(film), dub(), dub(every)];
  expect(requests.map(faults)).toEqual(requests.map(() => []));
});

test('the film is encrypted as cbcs by keys of SPEKE 2, one for its pictures and one for its sound', () => {
  expect(groupOf(request(film))?.CmafGroupSettings?.Encryption).toEqual({
    Type: 'SPEKE',
    EncryptionMethod: 'SAMPLE_AES',
    InitializationVectorInManifest: 'INCLUDE',
    SpekeKeyProvider: {
      Url: url,
      ResourceId: 'abcdefghijklmnopqrstuv-0123abcd',
      DashSignaledSystemIds: ['e2719d58-a985-b3c9-781a-b030af78d30e'],
      HlsSignaledSystemIds: ['e2719d58-a985-b3c9-781a-b030af78d30e'],
      EncryptionContractConfiguration: { SpekeVideoPreset: 'PRESET_VIDEO_1', SpekeAudioPreset: 'PRESET_AUDIO_1' },
    },
  });
});

test('silent film asks for no key of sound', () => {
  const { SpekeKeyProvider } = groupOf(request('silent film has no sound'))?.CmafGroupSettings?.Encryption ?? {};
  expect(SpekeKeyProvider?.EncryptionContractConfiguration?.SpekeAudioPreset).toBe('UNENCRYPTED');
});

test('dubs and recordings are encrypted by one key, each job under a name of its own', () => {
  const settings = groupOf(dub())?.DashIsoGroupSettings?.Encryption?.SpekeKeyProvider;
  expect(settings).toMatchObject({
    ResourceId: 'abcdefghijklmnopqrstuv-0123abcd-pt-BR',
    EncryptionContractConfiguration: { SpekeVideoPreset: 'SHARED', SpekeAudioPreset: 'SHARED' },
  });
  const recording = groupOf(request('a recording has no picture'))?.DashIsoGroupSettings?.Encryption;
  expect(recording?.SpekeKeyProvider?.ResourceId).toBe('abcdefghijklmnopqrstuv-0123abcd');
});

test('FairPlay is signalled in HLS alone, the others in DASH, and no more than groups take', () => {
  const { SpekeKeyProvider } = groupOf(request(film, every))?.CmafGroupSettings?.Encryption ?? {};
  const [widevine, playready] = ['edef8ba9-79d6-4ace-a3c8-27dcd51d21ed', '9a04f079-9840-4286-ab92-e65be0885f95'];
  expect(SpekeKeyProvider?.DashSignaledSystemIds).toEqual([widevine, playready]);
  expect(SpekeKeyProvider?.HlsSignaledSystemIds).toEqual(['94ce86fb-07ff-4f43-adb8-93d2fa968ca2']);
  expect(groupOf(dub(every))?.DashIsoGroupSettings?.Encryption?.SpekeKeyProvider?.SystemIds).toEqual([
    widevine,
    playready,
  ]);
});

test('without a key provider, nothing is encrypted', () => {
  expect(encryptionOf('', [])).toBeUndefined();
  expect(encryptionOf(url, ['widevine', 'fairplay'])).toEqual({
    keyProviderUrl: url,
    systems: ['widevine', 'fairplay'],
  });
  const plain = { ...optionsFor(['clearkey']), encryption: undefined };
  const probe = rows.find((row) => row.name === film)?.input as Probe;
  expect(JSON.stringify(pictureJobRequest({ ...run, ladder: planLadder(probe) }, '1', plain))).not.toMatch(
    /speke|encrypt/i,
  );
});
