import { build, stop } from 'esbuild';

/** Everything that a function would carry along with the estimate. */
async function bundled(entry: string) {
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    ...{ bundle: true, write: false, metafile: true, platform: 'node', format: 'esm' },
  });
  return { inputs: Object.keys(metafile.inputs), text: outputFiles[0]?.text ?? '' };
}

afterAll(stop);

test('a function can carry the estimate along: without SDK, CDK, files and environment', async () => {
  const { inputs, text } = await bundled('cost/estimate.ts');
  expect(inputs.filter((file) => /@aws-sdk|@smithy|aws-cdk-lib|constructs\//.test(file))).toEqual([]);
  expect(inputs.filter((file) => /\.(client|env|lambda)\.ts$/.test(file))).toEqual([]);
  expect(text.match(/process\.env|from "(node:)?fs"|require\(/g) ?? []).toEqual([]);
});
