import { fail, type Reason, reasonFor } from '../../../lambda/media-pipeline/fail';
import type { Asset } from '../../../lambda/shared/assets';
import cases from '../../cases/failure-reasons.json';

test.each(cases)('$name', ({ input, expected }) => {
  expect(reasonFor(input)).toEqual(expected);
});

const input = { assetId: 'abcdefghijklmnopqrstuv', run: '0123abcd', error: 'NoTracks', cause: 'no picture' };

function world(asset: Partial<Asset> | undefined) {
  const announced: { subject: string; message: object }[] = [];
  const reasons: Reason[] = [];
  return {
    announced,
    reasons,
    assets: {
      fail: async (_: unknown, reason: Reason) => {
        if (asset) reasons.push(reason);
        return asset as Asset | undefined;
      },
      noteAnnouncement: async () => {
        if (asset) asset.failureAnnounced = input.run;
      },
    },
    announcements: {
      announce: async (subject: string, message: object) => {
        announced.push({ subject, message });
      },
    },
  };
}

test('the asset gets its reason, and the operators are told with the whole cause', async () => {
  const ports = world({ title: 'A film', ownerId: 'o' });
  expect(await fail(input, ports)).toMatchObject({ code: 'NoTracks', applied: true });
  expect(ports.reasons).toEqual([{ code: 'NoTracks', message: 'no picture' }]);
  expect(ports.announced).toEqual([
    {
      subject: 'OmniStream: asset abcdefghijklmnopqrstuv failed (NoTracks)',
      message: expect.objectContaining({ title: 'A film', cause: 'no picture', run: '0123abcd' }),
    },
  ]);
});

test('told again, the failure is announced once', async () => {
  const ports = world({ title: 'A film' });
  await fail(input, ports);
  await fail(input, ports);
  expect(ports.announced).toHaveLength(1);
});

test('a run that was overtaken, or published, has no say', async () => {
  const ports = world(undefined);
  expect(await fail(input, ports)).toMatchObject({ applied: false });
  expect(ports.announced).toEqual([]);
});
