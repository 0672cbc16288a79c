import type { Chapter } from '../document';
import { page, picture, shown, table } from './page';
import { stackDrawing } from './stack-drawing';
import { stackOrder } from './stack-order';

/** The stacks of stage `review`, which has all stacks, in the order of their deployment. */
export const stackChapter: Chapter = async ({ assemblies: { review } }) => {
  const order = stackOrder(review);
  const rows = order.stacks.map(({ step, name, region, description, resources }) => {
    const needs = order.allNeeds.filter(({ next }) => next === name);
    const texts = needs.map(({ first, outputs }) => `${first} (${outputs.length})`).sort();
    return [
      String(step),
      `\`${name}\``,
      description.replace(/^OmniStream: /, ''),
      region,
      String(resources),
      texts.join(', '),
    ];
  });
  return [
    picture('stacks', await stackDrawing(review.stage, order)),
    page('stacks', 'stack-chapter.ts', [
      '# Stacks and their order',
      '',
      shown('stacks', 'The stacks of stage review, in the order of their deployment'),
      '',
      '`npx cdk deploy --all` deploys a stack after the stacks that it depends on. The number before a name is the earliest step',
      'of its deployment; stacks of the same step do not depend on each other. `npm run teardown` uses the reverse order. Thick',
      'borders mark stacks with termination protection in stages that protect their data. Indirect dependencies are in the table',
      'but not in the drawing.',
      '',
      'The dependencies are from the manifest of the cloud assembly. The number in brackets counts the outputs of the other stack',
      'that `Fn::GetStackOutput` refers to. The generation fails if a reference has no dependency.',
      '',
      ...table(['Step', 'Stack', 'Holds', 'Region', 'Resources', 'Needs'], rows),
    ]),
  ];
};
