/** The header that CloudFront adds to requests for the API, with a value that only this stage knows. */
export const originKeyHeader = 'omnistream-origin-key';

/** The header in which the edge function `api-request.js` writes the viewer's IP address. */
export const viewerAddressHeader = 'omnistream-viewer-address';
