/** The icon of a service, named as in the package `aws-icons`. */
export const service = (name: string) => `architecture-service/${name}`;

export const lambda = service('AWSLambda');
export const s3 = service('AmazonSimpleStorageService');
