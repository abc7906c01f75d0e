import {
  check
} from "../chunks/chunk-4ZP27J7T.js";
import {
  render,
  summary
} from "../chunks/chunk-M2ODD3UZ.js";
import {
  analyze,
  compile,
  parse
} from "../chunks/chunk-SEVP2GN3.js";
import "../chunks/chunk-XRU6SZGH.js";
export {
  analyze,
  check,
  compile,
  parse,
  render,
  summary
};
