import type { Chapter } from '../document';
import { page, picture, shown, table } from './page';
import { stackDrawing } from './stack-drawing';
import { stackOrder } from './stack-order';

/** The stacks of stage `review`, which has all of them, and the order in which they are deployed. */
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
      '`npx cdk deploy --all` deploys a stack after all those that it needs. The number before a name is the earliest step in',
      'which that can be; stacks of the same step do not need each other. `npm run teardown` goes the other way. Thick borders:',
      'stacks with termination protection, in stages that protect their data. What a stack needs by way of another one is in',
      'the table, and not in the drawing.',
      '',
      'Needs are the dependencies in the manifest of the cloud assembly; the number in brackets counts the outputs of the other',
      'stack that are referred to by `Fn::GetStackOutput`. The generation fails when a reference has no dependency.',
      '',
      ...table(['Step', 'Stack', 'Holds', 'Region', 'Resources', 'Needs'], rows),
    ]),
  ];
};
