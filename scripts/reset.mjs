// `npm run reset`: deletes all data of the laptop. The next start is empty.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';

const home = resolve(process.env.OMNISTREAM_HOME ?? '.omnistream');
rmSync(home, { recursive: true, force: true });
console.log(`removed ${home}`);
