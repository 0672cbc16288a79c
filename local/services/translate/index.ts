import type {
  DeleteTerminologyCommandInput,
  ImportTerminologyCommandInput,
  ListTerminologiesCommandInput,
} from '@aws-sdk/client-translate';
import * as sdk from '@aws-sdk/client-translate';
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
 * Translate's texts, by the Apertium of this machine: pairs that it does not have are refused as AWS refuses a pair that
 * it does not have. Terminologies are applied; languages are not detected; there are no batch jobs and no documents.
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
          // All are on the first page, so there is no token to come back with.
          if (NextToken) throw new ServiceError('InvalidParameterValueException', 'NextToken is not valid');
          return { TerminologyPropertiesList: terminologies.list(region) };
        },
        TranslateText: translateText(translator, terminologies),
      },
    },
  };
}
