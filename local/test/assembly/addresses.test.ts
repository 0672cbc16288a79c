import { localAddresses } from '../../assembly/addresses';

const localize = localAddresses({ aws: 'http://127.0.0.1:8081', web: 'http://127.0.0.1:8080' });

describe('addresses in templates', () => {
  test.each([
    ['https://cognito-idp.eu-west-1.amazonaws.com', 'http://127.0.0.1:8081'],
    ['https://cognito-idp.eu-west-1.amazonaws.com/', 'http://127.0.0.1:8081/'],
    [
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC/.well-known/jwks.json',
      'http://127.0.0.1:8081/eu-west-1_AbC/.well-known/jwks.json',
    ],
    [
      "connect-src 'self' https://cognito-idp.eu-west-1.amazonaws.com; img-src",
      "connect-src 'self' http://127.0.0.1:8081; img-src",
    ],
    [
      'https://films-1a2b.auth.eu-west-1.amazoncognito.com/oauth2/token',
      'http://127.0.0.1:8081/_login/films-1a2b/oauth2/token',
    ],
    ['https://127.0.0.1:8080/v/', 'http://127.0.0.1:8080/v/'],
  ])('%s becomes local', (template, expected) => expect(localize(template)).toBe(expected));

  test.each(['https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC', 'https://example.com/'])(
    '%s is a name, and stays',
    (value) => expect(localize(value)).toBe(value),
  );
});
