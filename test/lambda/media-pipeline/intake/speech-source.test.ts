import { Format } from '@aws-sdk/client-mediaconvert';
import { MediaFormat } from '@aws-sdk/client-transcribe';
import { speechSource, transcribeFormats } from '../../../../lambda/media-pipeline/intake/speech-source';
import cases from '../../../cases/speech-source.json';

test.each(cases)('$name', ({ input, expected }) => expect(speechSource(input)).toEqual(expected));

test('every container of the table is one of MediaConvert, and every format one of Transcribe', () => {
  const containers = new Set<string>(Object.values(Format));
  const formats = new Set<string>(Object.values(MediaFormat));
  expect(Object.keys(transcribeFormats).filter((name) => !containers.has(name))).toEqual([]);
  expect(Object.values(transcribeFormats).filter((name) => !formats.has(name))).toEqual([]);
});
