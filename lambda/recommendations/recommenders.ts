import { count } from '../shared/count';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { type UseCase, useCases } from '../shared/recommenders';
import { Breaker } from './breaker';
import { within } from './limits';
import type { Choices } from './titles';

export interface Question {
  readonly useCase: UseCase;
  readonly userId: string;
  readonly choices: Choices;
  /** The title that others are to be like. */
  readonly assetId?: string;
}

export interface Recommendation {
  /** Ids of assets, the best first. */
  readonly ids: readonly string[];
  /** By which the recommender knows its own again; missing where it gave none. */
  readonly recommendationId?: string;
}

/** One generation of recommenders. Never tries again: whoever waits has no time for it. */
export interface Recommender {
  ask(question: Question, signal: AbortSignal): Promise<Recommendation>;
}

/** Which recommenders a stage has. */
export interface Recommending {
  /** Those that may exist; the others are not asked. */
  readonly useCases: readonly UseCase[];
  /** The newest generation first. The older ones are asked where it does not have a recommender yet. */
  readonly generations: readonly Recommender[];
}

/** How long a recommender that is not there, or is stopped, is left alone, in milliseconds. */
const absentMs = 60_000;

interface Guarded {
  readonly recommender: Recommender;
  readonly breaker: Breaker;
}

/** The recommenders, each behind a breaker of its own. */
export class Recommenders {
  /** By use case, the newest generation first. */
  private readonly guarded: ReadonlyMap<UseCase, readonly Guarded[]>;

  constructor({ useCases: some, generations }: Recommending, now: () => number) {
    const existing = useCases.filter((useCase) => some.includes(useCase));
    const guard = (recommender: Recommender) => ({ recommender, breaker: new Breaker(now) });
    this.guarded = new Map(existing.map((useCase) => [useCase, generations.map(guard)]));
  }

  /** Asks them all at once; `undefined` for what does not come before `signal` aborts. Never rejects. */
  ask(questions: readonly Question[], signal: AbortSignal): Promise<(Recommendation | undefined)[]> {
    return Promise.all(questions.map((question) => this.one(question, signal)));
  }

  private async one(question: Question, signal: AbortSignal): Promise<Recommendation | undefined> {
    const { useCase } = question;
    const generations = this.guarded.get(useCase) ?? [];
    if (generations.length === 0) return undefined;
    // Whether somebody would ask decides if a recommender is kept running, so a stopped one counts as well.
    count('RecommenderAsked', { UseCase: useCase });
    for (const { recommender, breaker } of generations) {
      if (!breaker.allows()) continue;
      try {
        const answer = await within(signal, (same) => recommender.ask(question, same));
        breaker.succeeded();
        return answer;
      } catch (error) {
        const isAbsent = isMissing(error) || isInactive(error);
        if (isAbsent) breaker.open(absentMs);
        else report(breaker, error);
        log.warn('A recommender did not answer', { useCase, state: breaker.state, error });
        // One that exists and fails is not made up for: there is time for one question.
        if (!isAbsent) return undefined;
      }
    }
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return isNamed(error, 'ResourceNotFoundException');
}

function report(breaker: Breaker, error: unknown): void {
  // It is well, and does not like this one question.
  if (isNamed(error, 'InvalidInputException', 'ValidationException')) breaker.succeeded();
  else breaker.failure();
}

/** Personalize has no error of its own for recommenders that are stopped, or being made. */
function isInactive(error: unknown): boolean {
  return isNamed(error, 'InvalidInputException') && /\b(in)?active\b|\bstopped\b/i.test((error as Error).message);
}
