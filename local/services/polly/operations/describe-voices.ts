import type { DescribeVoicesCommandInput, DescribeVoicesCommandOutput, Voice } from '@aws-sdk/client-polly';
import type { Speaker } from '../../../engines/speak/speaker';
import { enumeration } from '../request';
import { type PollyVoice, voices } from '../voices';

function describe({ order: _, SupportedEngines, AdditionalLanguageCodes, ...voice }: PollyVoice): Voice {
  return {
    ...voice,
    SupportedEngines: [...SupportedEngines],
    ...(AdditionalLanguageCodes && { AdditionalLanguageCodes: [...AdditionalLanguageCodes] }),
  };
}

/** Returns AWS's voices for the languages that an engine of this machine speaks. */
export function describeVoicesOperation(speaker: Speaker) {
  return (input: DescribeVoicesCommandInput): Omit<DescribeVoicesCommandOutput, '$metadata'> => {
    const { Engine, LanguageCode, IncludeAdditionalLanguageCodes } = input;
    enumeration('engine', Engine);
    enumeration('languageCode', LanguageCode);
    const found = voices.filter(
      (voice) =>
        speaker.speaks(voice.LanguageCode) &&
        (!Engine || voice.SupportedEngines.includes(Engine)) &&
        (!LanguageCode ||
          voice.LanguageCode === LanguageCode ||
          (IncludeAdditionalLanguageCodes && voice.AdditionalLanguageCodes?.includes(LanguageCode))),
    );
    return { Voices: found.map(describe) };
  };
}
