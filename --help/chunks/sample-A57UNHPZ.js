import {
  sampleRun
} from "./chunk-BKAFURWT.js";
import "./chunk-PI7XZ37N.js";
import "./chunk-HFSEE7HO.js";
import "./chunk-SEVP2GN3.js";
import "./chunk-4P5RDDN5.js";
import "./chunk-XRU6SZGH.js";
export {
  sampleRun
};
