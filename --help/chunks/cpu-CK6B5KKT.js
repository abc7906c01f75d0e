import {
  Executor,
  Ledger
} from "./chunk-AGYGOWVI.js";
import "./chunk-76TPCR3S.js";
import "./chunk-4P5RDDN5.js";
import {
  sizeOf
} from "./chunk-XRU6SZGH.js";

// src/runtime/engines/cpu.ts
var arrays = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array
};
async function openCpu() {
  const { getKernel, version_core } = await import("@tensorflow/tfjs-core");
  const { MathBackendCPU } = await import("@tensorflow/tfjs-backend-cpu");
  const backend = new MathBackendCPU();
  backend.firstUse = false;
  const ledger = new Ledger();
  ledger.watch(backend.data, (entry) => entry.values.byteLength);
  const entryOf = (tensor) => backend.data.get(tensor.dataId);
  const wrap = (values, shape, dtype) => backend.makeTensorInfo([...shape], dtype, values);
  const device = {
    name: "cpu",
    call: (name, inputs, attributes = {}) => {
      const kernel = getKernel(name, "cpu");
      return kernel.kernelFunc({ inputs, attrs: attributes, backend });
    },
    make: (shape, dtype) => wrap(new arrays[dtype](sizeOf(shape)), shape, dtype),
    values: (tensor) => entryOf(tensor).values,
    share: (tensor, shape) => {
      backend.incRef(tensor.dataId);
      return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
    },
    view: (tensor, start, shape, use) => {
      const part = wrap(entryOf(tensor).values.slice(start, start + sizeOf(shape)), shape, tensor.dtype);
      const result = use(part);
      backend.disposeData(part.dataId);
      return result;
    },
    dispose: (tensor) => {
      backend.disposeData(tensor.dataId);
    }
  };
  return new Executor({
    device,
    ledger,
    description: { engine: "cpu", device: "1 CPU thread, plain JavaScript", version: version_core },
    close: () => void 0
  });
}
export {
  openCpu
};
