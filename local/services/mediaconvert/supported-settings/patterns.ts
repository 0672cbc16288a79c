import { text } from '../rules';

export const MAX_INTEGER = 2_147_483_647;
export const s3Url = text(/^s3:\/\/[^/]+\/.+$/);
export const language = text(/^[A-Za-z]{2,3}(-[A-Za-z0-9-]+)?$/);
