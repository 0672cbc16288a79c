// `npm run reset`: removes what the laptop has stored. The next start begins with nothing.
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';

const home = resolve(process.env.OMNISTREAM_HOME ?? '.omnistream');
rmSync(home, { recursive: true, force: true });
console.log(`removed ${home}`);
