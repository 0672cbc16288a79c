// `node server.mjs FOLDER`: synthesizes what tests ask for, in one process for the whole run, which loads the CDK once.
// `FOLDER/KEY.request` is answered by `FOLDER/KEY.answer`; both are files that appear whole. Answers stay for the run:
// its sources do not change, and many tests ask for the same.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleTool, root } from '../../../scripts/tool.mjs';

const [folder] = process.argv.slice(2);
process.chdir(root);

let loading;
/** The app as its sources are now, and the bundles of its functions. */
function load() {
  loading ??= (async () => {
    execFileSync(process.execPath, ['scripts/build.mjs', 'lambda'], { stdio: 'inherit' });
    return createRequire(import.meta.url)(await bundleTool('synthesis', 'test/support/synthesizer/synthesize.ts'));
  })();
  return loading;
}

async function answerTo(key) {
  try {
    const { synthesize } = await load();
    const request = JSON.parse(readFileSync(join(folder, `${key}.request`), 'utf8'));
    return { stacks: synthesize(request, join(folder, key)) };
  } catch (error) {
    return { error: error.message };
  }
}

let isBusy = false;
async function answerAll() {
  if (isBusy) return;
  isBusy = true;
  const asked = () =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.request'))
      .map((file) => file.replace('.request', ''))
      .filter((key) => !existsSync(join(folder, `${key}.answer`)));
  for (let [key] = asked(); key; [key] = asked()) {
    writeFileSync(join(folder, `${key}.part`), JSON.stringify(await answerTo(key)));
    renameSync(join(folder, `${key}.part`), join(folder, `${key}.answer`));
  }
  isBusy = false;
}

function end() {
  rmSync(folder, { recursive: true, force: true });
  process.exit();
}

process.stdin.resume().once('end', end);
// Ctrl-C reaches jest and this process together.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, end);
watch(folder, answerAll);
await answerAll();
