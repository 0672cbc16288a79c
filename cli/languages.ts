import type { Api, Asset } from './api';
import { Failure, usage } from './failure';
import { assetJson, assetLines, type Output, warnOfMissing } from './output';
import { waitForLanguages } from './wait';

/** Adds languages to a film, or retries languages that are missing. */
export async function languages(
  api: Api,
  id: string,
  { tags, wait }: { readonly tags: readonly string[]; readonly wait: boolean },
  out: Output,
): Promise<void> {
  const wanted = new Set(tags.map(canonical));
  const begun = await api.create<Asset>(`/assets/${encodeURIComponent(id)}/languages`, { languages: [...wanted] });
  const asset = wait ? await waitForLanguages(api, id, wanted) : begun;
  out.result(assetJson(asset), assetLines(asset));
  if (!wait) return;
  warnOfMissing(
    asset.missing.filter(({ language }) => wanted.has(language)),
    out,
  );
  const captioned = new Set(asset.tracks.captions.map(({ language }) => language));
  const without = [...wanted].filter((language) => !captioned.has(language));
  if (without.length > 0) throw new Failure('no-captions', `${id} has no captions in ${without.join(', ')}`);
}

/** Returns the spelling that the API uses: `pt-BR` for `pt-br`. Whether the language exists, the API decides. */
function canonical(tag: string): string {
  const spelled = spell(tag);
  if (spelled !== undefined) return spelled;
  // Operating systems write `pt_BR`.
  const meant = spell(tag.replaceAll('_', '-'));
  throw usage(`'${tag}' is not a BCP 47 language tag${meant === undefined ? '' : `. Did you mean ${meant}?`}`);
}

function spell(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
