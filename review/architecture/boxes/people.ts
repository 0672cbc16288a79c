import type { Box } from '../model';

/** People, who are in no template. */
export const people: readonly Box[] = (
  [
    ['creators', 'Creators', ['upload films'], 189],
    ['viewers', 'Viewers', ['browse, watch'], 516],
    ['admins', 'Admins', ['read reports'], 816],
  ] as const
).map(([id, name, detail, y]) => ({
  ...{ id, name, detail, icon: 'resource/User', place: { icon: { x: 69, y } } },
  evidence: { outside: 'people' },
}));
