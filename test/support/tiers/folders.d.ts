export type Tier = 'unit' | 'contract' | 'journeys';
export declare const tiers: Readonly<Record<Tier, readonly string[]>>;
export declare const crossCutting: readonly string[];
export declare function tierOf(file: string): Tier | undefined;
