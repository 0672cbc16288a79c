export * from './audio';
export * from './container';
export * from './input';
export * from './job';
export * from './output-group';
export * from './video';
