import {
  resume,
  train
} from "./chunk-43ZT6ZG6.js";
import "./chunk-3FHKLPFX.js";
import "./chunk-PI7XZ37N.js";
import "./chunk-HFSEE7HO.js";
import "./chunk-SEVP2GN3.js";
import "./chunk-4P5RDDN5.js";
import "./chunk-XRU6SZGH.js";
export {
  resume,
  train
};
