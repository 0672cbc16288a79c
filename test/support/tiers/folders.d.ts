export const tiers: Readonly<Record<'unit' | 'contract' | 'journeys', readonly string[]>>;
export const crossCutting: readonly string[];
