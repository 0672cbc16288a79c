// CloudFront function (runtime 2.0) in front of /v/*. Streaming addresses are /v/{sessionId}/{assetId}/{path}; what is
// cached and fetched is /{assetId}/{path}, so that all sessions share it. Below /v/{sessionId}/{assetId}/signed/ are
// manifests whose addresses carry the session's signature; those keep the session, and are cached for it alone.
//
// CloudFront itself checks the signature: a policy names /v/{sessionId}/{assetId}/*, so no signature opens the path of
// another session. AWS does not document whether that happens before or after this function, nor whether this function
// sees the cookies and parameters of the signature. It is right under each reading (docs/adr/0008-the-edge-checks-first.md):
// a policy that it sees must name the session in the path; where it sees none, it relies on CloudFront's check. It never
// decides by the absence of a policy that a request may pass.
import cf from 'cloudfront';

// Set at synth. The last two characters of a session's id are then the country that it was opened in.
const BOUND_TO_COUNTRY = false;

// Ids of ended sessions, until their signatures are over.
const ended = cf.kvs();

const SESSION = '[A-Za-z0-9_-]{22}';
const ASSET = 'a[a-z0-9]{21}';
// Folders and plain file names: no dot first, so that neither '..' nor '.' is one, and no escapes at all.
const PART = '[A-Za-z0-9_-][A-Za-z0-9_.-]*';
const FOLDER = '(?:picture|manifests|captions|dubs)';
// The end is written as "nothing follows": in njs, `$` also matches before a line feed at the end.
const ADDRESS = new RegExp(`^/v/(${SESSION})(/${ASSET})(/signed)?(/${FOLDER}(?:/${PART})+)(?![\\s\\S])`);
// The session is the first part of the path, and nothing before its end can be a wildcard.
const SIGNED = new RegExp(`^https?://[A-Za-z0-9.:-]+/v/(${SESSION})/`);

// The headers of the response headers policy of films (lib/constructs/response-headers.ts; a test compares the two).
// CloudFront documents that such a policy is applied to what leaves the cache, which a response made here never enters.
// The policy overrides: where it is applied to these responses too, it replaces each header and none is sent twice.
const CORS = {
  'access-control-allow-origin': { value: '*' },
  'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
  'access-control-allow-headers': { value: 'Range, CMCD-Object, CMCD-Request, CMCD-Session, CMCD-Status' },
  'access-control-max-age': { value: '86400' },
};

function refuse() {
  return {
    statusCode: 403,
    statusDescription: 'Forbidden',
    headers: {
      'cache-control': { value: 'no-store' },
      'content-type': { value: 'text/plain' },
      'access-control-allow-origin': CORS['access-control-allow-origin'],
      'cross-origin-resource-policy': { value: 'cross-origin' },
      'x-content-type-options': { value: 'nosniff' },
    },
    body: 'Forbidden',
  };
}

// The policy's text as it came. A signed address wins over cookies, as it does in CloudFront.
function visiblePolicy(request) {
  return request.querystring.Policy || request.cookies['CloudFront-Policy'];
}

// The session that a policy was signed for; none where it is given twice, cannot be read, or has another form than ours.
function signedSession(signed) {
  if (signed.multiValue) return undefined;
  try {
    // CloudFront's own variant of base64:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html
    const base64 = signed.value.replace(/-/g, '+').replace(/_/g, '=').replace(/~/g, '/');
    const statements = JSON.parse(Buffer.from(base64, 'base64').toString('utf8')).Statement;
    const match = statements.length === 1 && SIGNED.exec(statements[0].Resource);
    return match ? match[1] : undefined;
  } catch (_) {
    return undefined;
  }
}

function isElsewhere(session, headers) {
  const country = headers['cloudfront-viewer-country'];
  return BOUND_TO_COUNTRY && session.slice(-2) !== (country ? country.value : '--');
}

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name
async function handler(event) {
  const request = event.request;
  const address = ADDRESS.exec(request.uri);
  if (!address) return refuse();
  const session = address[1];
  const policy = visiblePolicy(request);
  if (policy && signedSession(policy) !== session) return refuse();
  if (isElsewhere(session, request.headers)) return refuse();
  // Where the store cannot be read this throws, and CloudFront answers 503: an ended session stays ended.
  if (await ended.exists(session)) return refuse();
  // Buckets know nothing of preflights.
  if (request.method === 'OPTIONS') return { statusCode: 204, statusDescription: 'No Content', headers: CORS };
  request.uri = `${address[3] ? `/${session}` : ''}${address[2]}${address[4]}`;
  return request;
}
