import type { Frame } from './model';

/** The picture's size in user units: the proportions of A4, landscape. */
export const WIDTH = 1600;
export const HEIGHT = 1131;

/** The frames, outer ones first. */
export const frames: readonly Frame[] = [
  { id: 'people', title: 'People', kind: 'people', x: 12, y: 88, width: 114, height: 824 },
  { id: 'cloud', title: 'AWS Cloud', kind: 'cloud', x: 140, y: 58, width: 1448, height: 866 },
  { id: 'replica-region', title: '', kind: 'region', regionOf: 'Replica', x: 154, y: 222, width: 176, height: 124 },
  { id: 'edge', title: 'Edge, worldwide', kind: 'capability', x: 154, y: 372, width: 176, height: 360 },
  { id: 'region', title: '', kind: 'region', regionOf: 'Storage', x: 346, y: 88, width: 1230, height: 824 },
  { id: 'pipeline', title: 'Upload and media pipeline', kind: 'capability', x: 358, y: 122, width: 982, height: 366 },
  { id: 'operations', title: 'Security and operations', kind: 'capability', x: 1352, y: 122, width: 212, height: 366 },
  { id: 'origins', title: 'Origins', kind: 'origins', x: 366, y: 288, width: 190, height: 190 },
  { id: 'workflow', title: '', kind: 'workflow', x: 760, y: 156, width: 292, height: 308 },
  { id: 'sign-in', title: 'API and sign-in', kind: 'capability', x: 358, y: 518, width: 160, height: 370 },
  { id: 'handlers', title: 'API handlers', kind: 'capability', x: 530, y: 518, width: 1034, height: 98 },
  { id: 'records', title: 'Tables', kind: 'capability', x: 530, y: 644, width: 210, height: 244 },
  { id: 'personalization', title: 'Personalization', kind: 'capability', x: 752, y: 644, width: 398, height: 244 },
  { id: 'insight', title: 'Insight', kind: 'capability', x: 1160, y: 644, width: 404, height: 244 },
];
