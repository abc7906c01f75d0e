// src/compiler/graph/graph.ts
function sizeOf(shape) {
  return shape.reduce((product, side) => product * side, 1);
}
function bytesOf(type) {
  return sizeOf(type.shape) * (type.dtype === "bool" ? 1 : 4);
}
function sameShape(a, b) {
  return a.length === b.length && a.every((side, i) => side === b[i]);
}
function formatType(type) {
  return `${type.dtype}[${type.shape.join(", ")}]`;
}

// src/compiler/ops/error-function.ts
function erf(x) {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}

export {
  sizeOf,
  bytesOf,
  sameShape,
  formatType,
  erf
};
