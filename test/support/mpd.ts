import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { additional } from '@omnistream/local/test';
import { validateXML } from 'xmllint-wasm';

const root = resolve(__dirname, '../..');
const schema = (name: string) => readFileSync(join(root, 'test/schemas', name), 'utf8');

/**
 * MPEG's own schema: `DASH-MPD.xsd` of https://github.com/MPEGGroup/DASHSchema, which may not be copied into this
 * repository. `$DASH_MPD_XSD` names it, or it is among the additional suites.
 */
const mpegSchema = process.env.DASH_MPD_XSD ?? additional('schemas/dash/DASH-MPD.xsd') ?? '';

export const hasMpegSchema = existsSync(mpegSchema);

type Documents = Readonly<Record<string, string>>;

/** What is wrong with each document, by its name; one engine for all, since it takes a second to start. */
async function problems(
  documents: Documents,
  main: { fileName: string; contents: string },
): Promise<Record<string, string[]>> {
  const { errors } = await validateXML({
    xml: Object.entries(documents).map(([, contents], at) => ({ fileName: `${at}.mpd`, contents })),
    schema: main,
    preload: [{ fileName: 'xlink.xsd', contents: schema('xlink.xsd') }],
  });
  const of = (at: number) => errors.filter(({ loc }) => loc?.fileName === `${at}.mpd`).map(({ message }) => message);
  return Object.fromEntries(Object.keys(documents).map((name, at) => [name, of(at)]));
}

/** Against the part of the standard that the platform writes. */
export function ownProblems(documents: Documents): Promise<Record<string, string[]>> {
  return problems(documents, { fileName: 'mpd.xsd', contents: schema('mpd.xsd') });
}

/** Against MPEG's schema. */
export function mpegProblems(documents: Documents): Promise<Record<string, string[]>> {
  const text = readFileSync(mpegSchema, 'utf8');
  const contents = text.replace(/schemaLocation="[^"]*xlink\.xsd"/, 'schemaLocation="xlink.xsd"');
  return problems(documents, { fileName: 'DASH-MPD.xsd', contents });
}

/** What is wrong with one MPD by the repository's schema, and by MPEG's where it is here. */
export async function mpdProblems(mpd: string): Promise<string[]> {
  const { own = [] } = await ownProblems({ own: mpd });
  const { mpeg = [] } = hasMpegSchema ? await mpegProblems({ mpeg: mpd }) : {};
  return [...own, ...mpeg];
}
