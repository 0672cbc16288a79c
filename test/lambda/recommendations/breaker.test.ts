import { Breaker } from '../../../lambda/recommendations/breaker';
import cases from '../../cases/breaker.json';

/** Steps: what is told or asked, or milliseconds that pass. Expected: the last answer, and the state after it. */
const rows = cases as unknown as { name: string; input: (string | number)[]; expected: [boolean, string] }[];

test.each(rows)('a breaker $name', ({ input, expected }) => {
  let now = 1_000_000;
  const breaker = new Breaker(() => now);
  let allowed: boolean | undefined;
  for (const step of input) {
    if (typeof step === 'number') now += step;
    else if (step === 'allows') allowed = breaker.allows();
    else if (step === 'absent') breaker.open(60_000);
    else breaker[step as 'failure' | 'succeeded']();
  }
  expect([allowed, breaker.state]).toEqual(expected);
});
