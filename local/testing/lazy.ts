/** A function that is loaded when it is first called. */
export function lazy<F extends (...args: never[]) => unknown>(load: () => F): F {
  return ((...args: Parameters<F>) => load()(...args)) as F;
}
