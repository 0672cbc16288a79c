/** A rule for scripts of web pages, in the form of S3's API. */
export interface CorsRule {
  readonly ID?: string;
  readonly AllowedHeaders?: string[];
  readonly AllowedMethods: string[];
  readonly AllowedOrigins: string[];
  readonly ExposeHeaders?: string[];
  readonly MaxAgeSeconds?: number;
}
