import { help, readArguments } from '../../cli/arguments';
import { reports } from '../../lambda/shared/reports';
import { ageRatings } from '../../lambda/shared/viewers';

/** Without line breaks. */
const text = help.replaceAll(/\s+/g, ' ');
const listed = (names: readonly (string | number)[]) => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

// The command line imports nothing of the functions, so what both list is compared here.
test('the help names every report of the API', () => {
  expect(text).toContain(listed(Object.keys(reports)));
});

test('the age ratings are those of the API', () => {
  expect(text).toContain(listed(ageRatings));
  const upload = (age: number) => readArguments(['upload', 'film.mp4', '--age-rating', String(age)]);
  for (const age of ageRatings) expect(upload(age)).toMatchObject({ ageRating: age });
  expect(() => upload(7)).toThrow(listed(ageRatings));
});
