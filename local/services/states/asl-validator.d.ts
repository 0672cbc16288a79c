// The package ships no types that resolve from here.
declare module 'asl-validator' {
  interface Result {
    readonly isValid: boolean;
    readonly errors: readonly object[];
    readonly errorsText: (separator?: string) => string;
  }
  export default function validate(definition: object, options?: { checkPaths?: boolean; checkArn?: boolean }): Result;
}
