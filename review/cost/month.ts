import { numbers } from '../../cost/assumptions';
import { audience } from '../../cost/audience';
import { type Estimate, estimate, type Given } from '../../cost/estimate';
import { filmOf } from '../../cost/film';
import type { Demand } from '../../cost/services/context';
import { placedIn, stageFacts } from '../../cost/stage';
import type { Source } from '../document';

/** The stages that the document is about, as the model takes them. */
export type Stages = Readonly<Record<'dev' | 'prod', Required<Given>>>;

export function stagesOf({ assemblies }: Pick<Source, 'assemblies'>): Stages {
  const given = (name: 'dev' | 'prod'): Required<Given> => ({
    stage: stageFacts(assemblies[name]),
    placed: placedIn(assemblies[name]),
    film: filmOf(),
    n: numbers(),
    audience,
  });
  return { dev: given('dev'), prod: given('prod') };
}

/** Months by what they bring; each is computed once. */
export class Months {
  private readonly known = new Map<string, Estimate>();

  constructor(private readonly stages: Stages) {}

  of(stage: 'dev' | 'prod', demand: Demand): Estimate {
    const name = `${stage} ${JSON.stringify(demand)}`;
    const month = this.known.get(name) ?? estimate(demand, this.stages[stage]);
    this.known.set(name, month);
    return month;
  }
}
