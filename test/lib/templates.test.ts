import { type Difference, differences } from '../support/templates/differences';
import { expectDifferencesAsBefore, expectPartsAsBefore } from '../support/templates/snapshots';
import type { StageJson } from '../support/templates/stage';
import { type Part, partsOf } from '../support/templates/texts';
import { stageJson } from './stage-json';

const [dev, prod, review] = ['dev', 'prod', 'review'].map(stageJson) as [StageJson, StageJson, StageJson];

const partsIn = (stage: StageJson, stack: string) => {
  const found = stage.stacks[stack];
  return found ? partsOf(stage, found) : [];
};

describe('the templates of dev are those of the snapshot', () => {
  test.each(Object.keys(dev.stacks))('%s', (stack) => {
    expectPartsAsBefore(partsIn(dev, stack));
  });
});

describe.each([
  { stage: prod, base: dev },
  { stage: review, base: prod },
])('the templates of $stage.name differ from those of $base.name as in the snapshot', ({ stage, base }) => {
  test.each(Object.keys(stage.stacks))('%s', (stack) => {
    expectDifferencesAsBefore(differences(partsIn(base, stack), partsIn(stage, stack)));
  });

  test.each(Object.keys(stage.stacks))('%s can be put together from them', (stack) => {
    const [before, after] = [partsIn(base, stack), partsIn(stage, stack)];
    expect(sorted(changed(before, differences(before, after)))).toEqual(sorted(after));
  });
});

/** The parts with the differences applied, each one's lines in any order. */
function changed(parts: readonly Part[], all: readonly Difference[]): Part[] {
  const untouched = parts.filter(({ title }) => !all.some((difference) => difference.title === title));
  const others = all
    .filter(({ only }) => only !== 'before')
    .map(({ title, removed, added }) => {
      const lines = [...(parts.find((part) => part.title === title)?.lines ?? [])];
      for (const line of removed) lines.splice(lines.indexOf(line), 1);
      return { title, lines: [...lines, ...added] };
    });
  return [...untouched, ...others];
}

const sorted = (parts: readonly Part[]) =>
  parts.map(({ title, lines }) => [title, ...[...lines].sort()].join('\n')).sort();
