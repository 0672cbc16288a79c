import type { SynthesizeSpeechCommandInput } from '@aws-sdk/client-polly';
import type { Permissions } from '../../kernel/service';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonpolly.html */
export const permissions: Permissions = {
  DescribeVoices: () => [{ action: 'polly:DescribeVoices', resource: '*' }],
  SynthesizeSpeech: (input: SynthesizeSpeechCommandInput, { region, accountId }) => [
    { action: 'polly:SynthesizeSpeech', resource: '*' },
    ...(input.LexiconNames ?? []).map((name) => ({
      action: 'polly:SynthesizeSpeech',
      resource: `arn:aws:polly:${region}:${accountId}:lexicon/${name}`,
    })),
  ],
};
