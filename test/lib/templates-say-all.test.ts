import { changes } from '../support/templates/changes';
import { resourceLines } from '../support/templates/lines';
import { namesIn } from '../support/templates/names';
import type { ResourceJson, StackJson } from '../support/templates/stage';
import { stageJson } from './stage-json';

const stage = stageJson('dev');

test.each(Object.entries(stage.stacks))(
  '%s: a change of any value, or the lack of it, changes a line',
  (_name, stack) => {
    expect(unseen(stack)).toEqual([]);
  },
);

/** Of resources that are longer than this, such as workflows, only every n-th place is changed: it takes long enough. */
const length = 700;

/** Changes of a stack's resources, one at a time, after which the resource's lines are the same. */
function unseen({ template }: StackJson): string[] {
  const names = namesIn(stage, template);
  return Object.entries(template.Resources).flatMap(([id, resource]) => {
    const textOf = (changed: ResourceJson) => [changed.Type, ...resourceLines(id, changed, names)].join('\n');
    const before = textOf(resource);
    const step = Math.ceil(JSON.stringify(resource).length / length);
    return [...changes(resource)]
      .filter((_change, index) => index % step === 0)
      .filter(({ changed }) => textOf(changed() as ResourceJson) === before)
      .map(({ path }) => `${id} ${path}`);
  });
}
