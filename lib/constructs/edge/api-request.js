// CloudFront function (runtime 2.0) in front of /api/*. It writes the viewer's address into a header, for the access log
// of the API: API Gateway itself only sees the address of CloudFront. A value that the viewer sent is replaced. The API
// accepts the header because it accepts only requests of this distribution (docs/adr/0037-the-api-has-one-door.md).

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
function handler(event) {
  const request = event.request;
  request.headers['omnistream-viewer-address'] = { value: event.viewer.ip };
  return request;
}
