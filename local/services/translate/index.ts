import type {
  DeleteTerminologyCommandInput,
  ImportTerminologyCommandInput,
  ListTerminologiesCommandInput,
} from '@aws-sdk/client-translate';
import * as sdk from '@aws-sdk/client-translate';
import { sweepTexts } from '../../engines/translate/apertium';
import { Translator } from '../../engines/translate/translator';
import type { Kernel } from '../../kernel/kernel';
import { type Call, type LocalService, ServiceError } from '../../kernel/service';
import { listLanguages } from './operations/list-languages';
import { translateText } from './operations/translate-text';
import { permissions } from './permissions';
import { Terminologies } from './terminologies';

export interface TranslateOptions {
  /** Where `$OMNISTREAM_APERTIUM` is looked up. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Translate's texts, by this machine's Apertium. Pairs of languages that are not installed are refused, as AWS refuses
 * pairs that it does not support. Terminologies are applied. Languages are not detected, and batch jobs and documents
 * are not supported.
 */
export function createTranslate(kernel: Kernel, { env }: TranslateOptions = {}): LocalService {
  const translator = new Translator(env);
  const terminologies = new Terminologies(kernel);
  return {
    wire: {
      id: 'translate',
      sdk,
      permissions,
      operations: {
        DeleteTerminology: ({ Name = '' }: DeleteTerminologyCommandInput, { region }: Call) => {
          terminologies.delete(Name, region);
          return {};
        },
        ImportTerminology: (input: ImportTerminologyCommandInput, { region }: Call) => ({
          TerminologyProperties: terminologies.import(input, region),
        }),
        ListLanguages: listLanguages(translator),
        ListTerminologies: ({ NextToken }: ListTerminologiesCommandInput, { region }: Call) => {
          // All entries are on the first page, so no token exists.
          if (NextToken) throw new ServiceError('InvalidParameterValueException', 'NextToken is not valid');
          return { TerminologyPropertiesList: terminologies.list(region) };
        },
        TranslateText: translateText(translator, terminologies),
      },
    },
    start: sweepTexts,
  };
}
