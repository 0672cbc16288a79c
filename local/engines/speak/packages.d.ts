/** Packages without types. Their members are described where they are used. */
declare module '@echogarden/svoxpico-wasm' {
  const create: (options: object) => Promise<unknown>;
  export default create;
}
declare module '@echogarden/espeak-ng-emscripten' {
  const create: () => Promise<unknown>;
  export default create;
}
