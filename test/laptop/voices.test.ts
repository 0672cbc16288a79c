import { pollyVoices } from '@omnistream/local/test';
import { voices } from '../../lambda/speech/dub/voices';

test("the laptop's Polly has every voice that dubs are given", () => {
  const missing = Object.values(voices).flatMap(({ neural, standard }) =>
    [...neural.map((id) => [id, 'neural'] as const), ...standard.map((id) => [id, 'standard'] as const)].filter(
      ([id, engine]) => !pollyVoices.some(({ Id, SupportedEngines }) => Id === id && SupportedEngines.includes(engine)),
    ),
  );
  expect(missing).toEqual([]);
});
