import { assetIdOfSource, assetIdPattern, newAssetId, sourceKey } from '../../../lambda/shared/assets';

test('new ids have the form of ids, and differ', () => {
  const ids = Array.from({ length: 100 }, newAssetId);
  for (const id of ids) expect(id).toMatch(assetIdPattern);
  expect(new Set(ids).size).toBe(100);
});

test('the key of a source leads back to its asset', () => {
  const id = newAssetId();
  expect(assetIdOfSource(sourceKey(id))).toBe(id);
});
