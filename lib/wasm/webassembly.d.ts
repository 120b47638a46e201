/** The part of the WebAssembly API that the library uses; TypeScript declares it for browsers only. */
declare namespace WebAssembly {
  function validate(bytes: Uint8Array): boolean;
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    constructor(pages: {
      readonly initial: number;
      readonly maximum: number;
      readonly shared: boolean;
    });
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
}
