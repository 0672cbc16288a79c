import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A copy of the assembly whose erasures wait `seconds` before they search, in place of a quarter of an hour and more. */
export function withBriefErasures(assembly: string, seconds: number): string {
  // Beside the assembly, where `npm run permissions` finds it after the journey.
  const copy = `${assembly}-brief-erasures`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(assembly, copy, { recursive: true });
  const name = readdirSync(copy).find((each) => /-Erasure\.template\.json$/.test(each));
  if (!name) throw new Error(`${assembly} has no stack that erases`);
  const text = readFileSync(join(copy, name), 'utf8');
  const wait = /(\\"Settle\\":\{\\"Type\\":\\"Wait\\",\\"Seconds\\":)\d+/g;
  const pause = /(\\"Pause\\":\{\\"Type\\":\\"Wait\\",\\"Seconds\\":)\\"\{%[^%]+%\}\\"/g;
  for (const each of [wait, pause]) {
    if ([...text.matchAll(each)].length !== 2) throw new Error('the workflows that erase have another form');
  }
  writeFileSync(join(copy, name), text.replace(wait, `$1${seconds}`).replace(pause, '$11'));
  return copy;
}
