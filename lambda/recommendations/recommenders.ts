import { count } from '../shared/count';
import { isNamed } from '../shared/errors';
import { log } from '../shared/log';
import { type UseCase, useCases } from '../shared/recommenders';
import { Breaker } from './breaker';
import { within } from './limits';
import type { Choices } from './titles';

export interface Question {
  readonly useCase: UseCase;
  /** The viewer's pseudonym. */
  readonly viewer: string;
  readonly choices: Choices;
  /** The title that the recommended titles should resemble. */
  readonly assetId?: string;
}

export interface Recommendation {
  /** Ids of assets, the best first. */
  readonly ids: readonly string[];
  /** The recommender's id of this recommendation; missing if it returned none. */
  readonly recommendationId?: string;
}

/** One generation of recommenders. Does not retry, since the viewer is waiting. */
export interface Recommender {
  ask(question: Question, signal: AbortSignal): Promise<Recommendation>;
}

/** The recommenders of a stage. */
export interface Recommending {
  /** Use cases that may have a recommender. */
  readonly useCases: readonly UseCase[];
  /** The newest generation first. An older one is used if the newest has no recommender yet. */
  readonly generations: readonly Recommender[];
}

/** How long a missing or stopped recommender is not called, in milliseconds. */
const absentMs = 60_000;

interface Guarded {
  readonly recommender: Recommender;
  readonly breaker: Breaker;
  /** Whether it answered since it was last found to be missing or stopped. */
  hasAnswered: boolean;
}

/** The recommenders, each behind a breaker of its own. */
export class Recommenders {
  /** By use case, the newest generation first. */
  private readonly guarded: ReadonlyMap<UseCase, readonly Guarded[]>;

  constructor({ useCases: some, generations }: Recommending, now: () => number) {
    const existing = useCases.filter((useCase) => some.includes(useCase));
    const guard = (recommender: Recommender) => ({ recommender, breaker: new Breaker(now), hasAnswered: false });
    this.guarded = new Map(existing.map((useCase) => [useCase, generations.map(guard)]));
  }

  /** Asks all questions in parallel. `undefined` for one without a result before `signal` aborts. Never rejects. */
  ask(questions: readonly Question[], signal: AbortSignal): Promise<(Recommendation | undefined)[]> {
    return Promise.all(questions.map((question) => this.one(question, signal)));
  }

  private async one(question: Question, signal: AbortSignal): Promise<Recommendation | undefined> {
    const { useCase } = question;
    const generations = this.guarded.get(useCase) ?? [];
    if (generations.length === 0) return undefined;
    // Counted for stopped recommenders too: the lifecycle starts and stops recommenders by this metric.
    count('RecommenderAsked', { UseCase: useCase });
    for (const guarded of generations) {
      const { recommender, breaker } = guarded;
      if (!breaker.allows()) continue;
      try {
        const answer = await within(signal, (same) => recommender.ask(question, same));
        breaker.succeeded();
        guarded.hasAnswered = true;
        return answer;
      } catch (error) {
        const isAbsent = isMissing(error) || isInactive(error);
        if (isAbsent && guarded.hasAnswered) count('RecommenderLost', { UseCase: useCase });
        if (isAbsent) guarded.hasAnswered = false;
        if (isAbsent) breaker.open(absentMs);
        else report(breaker, error);
        log.warn('A recommender failed', { useCase, state: breaker.state, error });
        // After a failure, older generations are not called: there is time for one call.
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
  // The service is healthy; it rejected this request.
  if (isNamed(error, 'InvalidInputException', 'ValidationException')) breaker.succeeded();
  else breaker.failure();
}

/** Personalize has no specific error for recommenders that are stopped or being created. */
function isInactive(error: unknown): boolean {
  return isNamed(error, 'InvalidInputException') && /\b(in)?active\b|\bstopped\b/i.test((error as Error).message);
}
