import {
  analyze
} from "./chunk-SEVP2GN3.js";

// src/compiler/public.ts
function check(text, options = {}) {
  const { name = "spec.gan", ...rest } = options;
  return analyze({ name, text }, rest);
}

export {
  check
};
