import { type Bitrates, type Chunk, measure } from '../../../../../lambda/media-pipeline/publish/manifests/bitrates';
import cases from '../../../../cases/bitrates.json';

interface Row {
  readonly name: string;
  readonly input: { segments: Chunk[]; targetDuration: number };
  readonly expected: Bitrates;
}

test.each(cases as Row[])('$name', ({ input, expected }) => {
  expect(measure(input.segments, input.targetDuration)).toEqual(expected);
});
