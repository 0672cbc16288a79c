// CloudFront function (runtime 2.0) in front of /v/*. Streaming addresses are /v/{sessionId}/{assetId}/{path}; what is
// cached and fetched is /{assetId}/{path}, so that all sessions share it. Below /v/{sessionId}/{assetId}/signed/ are
// manifests whose addresses carry the session's signature; those keep the session, and are cached for it alone.
// CloudFront itself checks the signature; this binds the session in the address to the one that was signed, and refuses
// sessions that were ended.
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
const ADDRESS = new RegExp(`^/v/(${SESSION})(/${ASSET})(/signed)?(/${FOLDER}(?:/${PART})+)$`);
// The session is the first part of the path, and nothing before its end can be a wildcard.
const SIGNED = new RegExp(`^https?://[A-Za-z0-9.:-]+/v/(${SESSION})/`);

function refuse() {
  return {
    statusCode: 403,
    statusDescription: 'Forbidden',
    headers: { 'cache-control': { value: 'no-store' }, 'content-type': { value: 'text/plain' } },
    body: 'Forbidden',
  };
}

// The session that the policy was signed for. A signed address wins over cookies, as it does in CloudFront.
function signedSession(request) {
  const signed = request.querystring.Policy || request.cookies['CloudFront-Policy'];
  if (!signed || signed.multiValue) return undefined;
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
  if (!address || signedSession(request) !== address[1]) return refuse();
  const session = address[1];
  if (isElsewhere(session, request.headers)) return refuse();
  // Where the store cannot be read this throws, and CloudFront answers 503: an ended session stays ended.
  if (await ended.exists(session)) return refuse();
  // A preflight is answered here, with the headers of the response headers policy: buckets know nothing of it.
  if (request.method === 'OPTIONS') return { statusCode: 204, statusDescription: 'No Content' };
  request.uri = `${address[3] ? `/${session}` : ''}${address[2]}${address[4]}`;
  return request;
}
