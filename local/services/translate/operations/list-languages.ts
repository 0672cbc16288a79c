import type { ListLanguagesCommandInput, ListLanguagesCommandOutput } from '@aws-sdk/client-translate';
import { DisplayLanguageCode } from '@aws-sdk/client-translate';
import type { Translator } from '../../../engines/translate/translator';
import { ServiceError } from '../../../kernel/service';
import { languageCodes, nameOf, tagOf } from '../languages';

const maxPageSize = 500;

/** Returns AWS's languages that can be translated from or into on this machine. */
export function listLanguages(translator: Translator) {
  return async (input: ListLanguagesCommandInput): Promise<Omit<ListLanguagesCommandOutput, '$metadata'>> => {
    const { DisplayLanguageCode: display = 'en', MaxResults = maxPageSize, NextToken } = input;
    if (!Object.values<string>(DisplayLanguageCode).includes(display)) {
      const members = { DisplayLanguageCode: display };
      const message = `Unsupported display language code: ${display}`;
      throw new ServiceError('UnsupportedDisplayLanguageCodeException', message, 400, members);
    }
    if (!(MaxResults >= 1 && MaxResults <= maxPageSize)) {
      throw new ServiceError('InvalidParameterValueException', `MaxResults must be from 1 to ${maxPageSize}`);
    }
    const known: string[] = [];
    for (const code of languageCodes) if (await usable(translator, code)) known.push(code);
    const start = NextToken === undefined ? 0 : known.indexOf(NextToken);
    if (start < 0) throw new ServiceError('InvalidParameterValueException', 'NextToken is not valid');
    const page = known.slice(start, start + MaxResults);
    return {
      Languages: page.map((code) => ({ LanguageCode: code, LanguageName: nameOf(code, display) })),
      DisplayLanguageCode: display,
      ...(start + MaxResults < known.length && { NextToken: known[start + MaxResults] }),
    };
  };
}

async function usable(translator: Translator, code: string): Promise<boolean> {
  for (const other of languageCodes) {
    if (await translator.canTranslate(tagOf(code), tagOf(other))) return true;
    if (await translator.canTranslate(tagOf(other), tagOf(code))) return true;
  }
  return false;
}
