import type { Demand } from './services/context';

export interface Example {
  readonly name: 'small' | 'medium' | 'large';
  readonly what: string;
  readonly stage: 'dev' | 'prod';
  readonly demand: Demand;
}

/** The worked examples of docs/cost.md. */
export const examples: readonly Example[] = [
  {
    name: 'small',
    what: 'A club’s recordings: no languages added, on `dev`',
    stage: 'dev',
    demand: { hoursOfSource: 10, languages: 0, storedHours: 50, viewingHours: 500 },
  },
  {
    name: 'medium',
    what: 'A course library in four languages',
    stage: 'prod',
    demand: { hoursOfSource: 100, languages: 3, storedHours: 1000, viewingHours: 10_000 },
  },
  {
    name: 'large',
    what: 'A regional streaming service',
    stage: 'prod',
    demand: { hoursOfSource: 500, languages: 5, storedHours: 10_000, viewingHours: 1_000_000 },
  },
];

/** Hours of viewing for the growth table and chart, with the library of the medium example. */
export const growth: readonly number[] = [10, 100, 1000, 10_000, 100_000, 1_000_000];
