// src/runtime/engines/engine-error.ts
var EngineError = class extends Error {
  name = "EngineError";
};

export {
  EngineError
};
