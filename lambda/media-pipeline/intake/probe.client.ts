import { type MediaConvertClient, ProbeCommand, type ProbeResult } from '@aws-sdk/client-mediaconvert';
import type { Source } from '../../shared/assets';
import { countDenial, speaksOfDenial } from '../../shared/denials';
import { isNamed, Refusal } from '../../shared/errors';
import { withServiceMessage } from '../../shared/reasons';

/**
 * Reads a source's headers with MediaConvert.
 * Throws {@link Refusal} `NotMedia` or `Encrypted` if the file is at fault, otherwise the service's exception.
 */
export async function probe(client: MediaConvertClient, { bucket, key }: Source): Promise<ProbeResult> {
  const url = `s3://${bucket}/${key}`;
  try {
    const { ProbeResults } = await client.send(new ProbeCommand({ InputFiles: [{ FileUrl: url }] }));
    return ProbeResults?.[0] ?? {};
  } catch (error) {
    if (!(error instanceof Error && isNamed(error, 'BadRequestException', 'UnprocessableEntityException'))) throw error;
    // If MediaConvert has no permission to read the file, the file is not at fault.
    // Names of buckets and assets may contain any of the words.
    const words = error.message.replaceAll(url, '');
    if (speaksOfDenial(words)) {
      countDenial('MediaConvert', 'Probe', error);
      throw error;
    }
    if (/encrypt|drm/i.test(words)) {
      throw new Refusal('Encrypted');
    }
    throw new Refusal('NotMedia', withServiceMessage('The file could not be read as video or audio.', error.message));
  }
}
