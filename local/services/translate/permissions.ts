import type {
  DeleteTerminologyCommandInput,
  ImportTerminologyCommandInput,
  TranslateTextCommandInput,
} from '@aws-sdk/client-translate';
import type { Call, Demand, Permissions } from '../../kernel/service';

const onTerminology = (action: string, name: string | undefined, { region, accountId }: Call): Demand => ({
  action: `translate:${action}`,
  resource: `arn:aws:translate:${region}:${accountId}:terminology/${name}`,
});

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazontranslate.html */
export const permissions: Permissions = {
  DeleteTerminology: ({ Name }: DeleteTerminologyCommandInput, call) => [
    onTerminology('DeleteTerminology', Name, call),
  ],
  ImportTerminology: ({ Name }: ImportTerminologyCommandInput, call) => [
    onTerminology('ImportTerminology', Name, call),
  ],
  ListLanguages: () => [{ action: 'translate:ListLanguages', resource: '*' }],
  ListTerminologies: () => [{ action: 'translate:ListTerminologies', resource: '*' }],
  TranslateText: (input: TranslateTextCommandInput, call) => [
    { action: 'translate:TranslateText', resource: '*' },
    // Translate calls Comprehend in its caller's name (API reference, SourceLanguageCode).
    ...(input.SourceLanguageCode === 'auto' ? [{ action: 'comprehend:DetectDominantLanguage', resource: '*' }] : []),
    ...(input.TerminologyNames ?? []).map((name) => onTerminology('TranslateText', name, call)),
  ],
};
