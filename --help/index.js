import {
  check
} from "./chunks/chunk-4ZP27J7T.js";
import {
  render
} from "./chunks/chunk-M2ODD3UZ.js";
import {
  resume,
  train
} from "./chunks/chunk-43ZT6ZG6.js";
import {
  version
} from "./chunks/chunk-3FHKLPFX.js";
import {
  sampleRun
} from "./chunks/chunk-BKAFURWT.js";
import {
  openEngine
} from "./chunks/chunk-PI7XZ37N.js";
import "./chunks/chunk-HFSEE7HO.js";
import {
  analyze,
  compile
} from "./chunks/chunk-SEVP2GN3.js";
import "./chunks/chunk-4P5RDDN5.js";
import "./chunks/chunk-XRU6SZGH.js";
export {
  analyze,
  check,
  compile,
  openEngine,
  render,
  resume,
  sampleRun as sample,
  train,
  version
};
