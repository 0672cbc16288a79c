import { stageNamed } from '../../lib/context';
import type { StageJson, TemplateJson } from '../support/templates/stage';
import { synthesized } from './synthesis';

/** The templates of a stage, with what they are called in each other. */
export function stageJson(name: string): StageJson {
  const { stacks, templates } = synthesized(name);
  const { account } = stageNamed(name);
  return {
    name,
    ...(account && { account }),
    stacks: Object.fromEntries(
      Object.values(stacks).map(({ name: stack, stackName, region }) => [
        stack,
        { stackName, region, template: templates[stack]?.toJSON() as TemplateJson },
      ]),
    ),
  };
}
