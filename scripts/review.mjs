// `npm run review`: writes the review pack (docs/review/, docs/cost.md and the diagrams) from the synthesized stages.
// `--check` compares it with the existing files. `--assemblies FOLDER` uses existing assemblies, one folder per stage.
import { buildAll, bundleTool, root, synthesizeStage } from './tool.mjs';

process.chdir(root);

if (!process.argv.includes('--assemblies')) {
  buildAll();
  // The context that the CLI adds for `cdk synth`, so that both write the same templates to the byte.
  const metadata = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
  for (const stage of ['dev', 'dev-drm', 'prod', 'review']) synthesizeStage(stage, `dist/review/${stage}`, metadata);
}
await import(await bundleTool('review', 'review/main.ts'));
