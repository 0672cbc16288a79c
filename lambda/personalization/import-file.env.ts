import { describeHandler } from '../shared/handler-descriptor';

export const importFileHandler = describeHandler('import-file', {});
