import { timeLimit } from './exchange';

/** Calls Cognito's API with the user's access token. Throws an error with Cognito's message. */
export async function cognito<T>(endpoint: string, operation: string, input: object): Promise<T> {
  const response = await fetch(endpoint, {
    method: 'POST',
    signal: timeLimit(),
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const answer = await response.json().catch(() => undefined);
  if (response.ok) return answer as T;
  throw new Error(answer?.message ?? `Cognito failed with HTTP status ${response.status}.`);
}
