export declare const tiers: Readonly<Record<'unit' | 'contract' | 'journeys', readonly string[]>>;
export declare const crossCutting: readonly string[];
