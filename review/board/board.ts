import type { Chapter } from '../document';
import { claimItem, type Place } from '../evidence/citation';
import { verify } from '../evidence/faults';
import { slugOf } from '../evidence/links';
import { generated, page, table } from '../markdown';
import type { Answer } from './answer';
import { company } from './company';
import { product } from './product';
import { scale } from './scale';

const answers: readonly Answer[] = [...product, ...company, ...scale];

/** `docs/review/board.md`: answers to the questions of a board, with evidence. */
export const board: Chapter = (source) => {
  const place: Place = { document: 'docs/review/board.md', root: source.root };
  verify(
    place.document,
    answers.flatMap(({ claims }) => claims),
    source,
  );
  const content = page(
    generated('board/'),
    '# Answers for a board',
    'Each line begins with its state. **available**: it works today. **by configuration**: a setting of the stage turns it on. **by code**: it needs a change at the named place. **not available**: the platform does not have it. Each statement lists its evidence.',
    table(
      ['question', 'answer', 'in short'],
      answers.map(({ question, standing, short }) => [`[${question}](#${slugOf(question)})`, standing, short]),
    ),
    ...answers.flatMap(({ question, standing, short, claims }) => [
      `## ${question}`,
      `**${standing[0]?.toUpperCase()}${standing.slice(1)}.** ${short}`,
      claims.map((each) => claimItem(each, place)).join('\n'),
    ]),
  );
  return [{ path: place.document, content }];
};
