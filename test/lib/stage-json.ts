import type { StageJson, TemplateJson } from '../support/templates/stage';
import { synthesized } from './synthesis';

/** The templates of a stage, with what they are called in each other. */
export function stageJson(name: string): StageJson {
  const { stacks, templates } = synthesized(name);
  const [{ account }] = Object.values(stacks) as [{ account: string }];
  return {
    name,
    ...(/^\d+$/.test(account) && { account }),
    stacks: Object.fromEntries(
      Object.entries(stacks).map(([stack, { stackName, region }]) => [
        stack,
        { stackName, region, template: templates[stack as keyof typeof templates].toJSON() as TemplateJson },
      ]),
    ),
  };
}
