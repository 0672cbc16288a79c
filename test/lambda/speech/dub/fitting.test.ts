import { fitInto } from '../../../../lambda/speech/dub/fitting';
import cases from '../../../cases/fitting.json';

/** A voice of 15 characters a second, that obeys a wish for speed in part. */
test.each(
  cases as {
    name: string;
    input: { text: number; brief?: number; seconds: number; obeys?: number };
    expected: { rate: number; isBrief: boolean; seconds: number; calls: number };
  }[],
)('$name', async ({ input, expected }) => {
  let calls = 0;
  const speak = async (text: string, rate: number) => {
    calls += 1;
    return text.length / 15 / (1 + ((rate - 100) / 100) * (input.obeys ?? 1));
  };
  const slot = { text: 'x'.repeat(input.text), brief: 'y'.repeat(input.brief ?? 0), seconds: input.seconds };
  const { rate, isBrief, seconds } = await fitInto(slot, speak, (spoken) => spoken);
  expect({ rate, isBrief, seconds: Math.round(seconds * 1000) / 1000, calls }).toEqual(expected);
});
