import { readFileSync } from 'node:fs';
import { contentTypes, manifestExtensions, textExtensions } from '../../lambda/shared/content-layout';
import { synthesized } from './synthesis';

const { delivery } = synthesized('dev').templates;
const [distribution] = Object.values(delivery.findResources('AWS::CloudFront::Distribution'));
const behaviors: { PathPattern: string; Compress: boolean }[] =
  distribution?.Properties.DistributionConfig.CacheBehaviors ?? [];
const view = readFileSync('lib/constructs/lake/views/edge_delivery.sql', 'utf8');

describe.each(textExtensions)('files with the extension %s', (extension) => {
  test('have a content type', () => {
    expect(contentTypes).toHaveProperty(extension);
  });

  test('are compressed by the behavior of their path', () => {
    const found = behaviors.find(({ PathPattern }) => PathPattern === `/v/*.${extension}`);
    expect(found?.Compress).toBe(true);
  });

  test('are a kind of their own in the report of deliveries', () => {
    const kind = (manifestExtensions as readonly string[]).includes(extension) ? 'manifest' : 'captions';
    expect(view).toMatch(new RegExp(`LIKE '%\\.${extension}'.* THEN '${kind}'`));
  });
});
