import {
  aliasesInput,
  planMemory
} from "./chunk-76TPCR3S.js";
import {
  EngineError
} from "./chunk-4P5RDDN5.js";
import {
  bytesOf,
  erf,
  formatType,
  sameShape,
  sizeOf
} from "./chunk-XRU6SZGH.js";

// src/compiler/passes/fuse.ts
var passing = /* @__PURE__ */ new Set(["Reshape", "StopGradient"]);
function fuse(graph, isElementwise) {
  const groups = findGroups(graph, isElementwise);
  const inside = new Set([...groups.values()].flatMap(({ nodes: nodes2 }) => nodes2.slice(1)));
  const numbers = /* @__PURE__ */ new Map();
  const renumbered = /* @__PURE__ */ new Map();
  const fusions = /* @__PURE__ */ new Map();
  const originals = [];
  const nodes = [];
  const readElsewhere = readOutside(graph, groups, inside);
  for (const node of graph.nodes) {
    const { value } = node.attributes;
    if (node.op === "Const" && typeof value === "number" && node.output.dtype === "float32") numbers.set(node.id, value);
    if (inside.has(node.id) || numbers.has(node.id) && !readElsewhere.has(node.id)) continue;
    const id = nodes.length;
    renumbered.set(node.id, id);
    originals.push(node.id);
    const group = groups.get(node.id);
    if (group) {
      const fusion = fusionOf(graph, group, renumbered, numbers);
      fusions.set(id, fusion);
      nodes.push({ ...node, id, op: "Fused", attributes: {}, inputs: fusion.inputs.map((input) => input.node) });
    } else {
      nodes.push({ ...node, id, inputs: node.inputs.map((input) => renumbered.get(input)) });
    }
  }
  const move = (items) => items.map((item) => ({ ...item, node: renumbered.get(item.node) }));
  return { graph: { ...graph, nodes, inputs: move(graph.inputs), outputs: move(graph.outputs) }, fusions, originals };
}
function findGroups(graph, isElementwise) {
  const { nodes } = graph;
  const users = nodes.map(() => []);
  for (const { id, inputs } of nodes) for (const input of inputs) users[input].push(id);
  const outputs = new Set(graph.outputs.map(({ node }) => node));
  const groupOf = /* @__PURE__ */ new Map();
  const groups = /* @__PURE__ */ new Map();
  for (let id = nodes.length - 1; id >= 0; id--) {
    const node = nodes[id];
    const columns = columnsOf(graph, node, isElementwise);
    if (columns === void 0) continue;
    const [first, ...others] = users[id].map((user) => groupOf.get(user));
    const joins = first && !outputs.has(id) && others.every((other) => other === first) && first.size === sizeOf(node.output.shape) && (columns === null || first.columns === null || columns === first.columns);
    if (joins) {
      first.nodes.push(id);
      first.columns ??= columns;
      groupOf.set(id, first);
    } else if (!passing.has(node.op)) {
      const group = { size: sizeOf(node.output.shape), columns, nodes: [id] };
      groups.set(id, group);
      groupOf.set(id, group);
    }
  }
  return groups;
}
function columnsOf(graph, node, isElementwise) {
  if (!isElementwise(node.op) && !passing.has(node.op)) return void 0;
  const types = [node.output, ...node.inputs.map((id) => graph.nodes[id].output)];
  if (types.some(({ dtype }) => dtype !== "float32") || sizeOf(node.output.shape) === 0) return void 0;
  let columns = null;
  for (const { shape } of types.slice(1)) {
    const size = sizeOf(shape);
    if (size === 1 || size === sizeOf(node.output.shape)) continue;
    const sides = shape.slice(shape.findIndex((side) => side !== 1));
    const isLine = sides.every((side, i) => side === node.output.shape.at(i - sides.length));
    if (!isLine || columns !== null && columns !== size) return void 0;
    columns = size;
  }
  return columns;
}
function readOutside(graph, groups, inside) {
  const read2 = new Set(graph.outputs.map(({ node }) => node));
  for (const node of graph.nodes) {
    if (!groups.has(node.id) && !inside.has(node.id)) for (const input of node.inputs) read2.add(input);
  }
  return read2;
}
function fusionOf(graph, group, renumbered, numbers) {
  const inputs = /* @__PURE__ */ new Map();
  const operands = /* @__PURE__ */ new Map();
  const steps = [];
  const operandOf = (id) => {
    const known = operands.get(id);
    if (known) return known;
    const number = numbers.get(id);
    const operand = number === void 0 ? { input: inputs.size } : { number };
    if (number === void 0) inputs.set(id, inputs.size);
    operands.set(id, operand);
    return operand;
  };
  for (const id of group.nodes.toReversed()) {
    const { op, attributes, inputs: read2 } = graph.nodes[id];
    const given = read2.map(operandOf);
    if (passing.has(op)) {
      operands.set(id, given[0]);
      continue;
    }
    operands.set(id, { step: steps.length });
    steps.push({ op, attributes, operands: given });
  }
  const readingOf = (id) => {
    const size = sizeOf(graph.nodes[id].output.shape);
    return size === group.size ? "element" : size === 1 ? "scalar" : "line";
  };
  return {
    inputs: [...inputs.keys()].map((id) => ({ node: renumbered.get(id), reading: readingOf(id) })),
    steps,
    columns: group.columns ?? group.size
  };
}

// src/runtime/engines/kernels/moves.ts
var OUTSIDE = -1;
function stridesOf(shape) {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * shape[axis + 1];
  return strides;
}
function offsetsBy(source, result, coordinate) {
  const strides = stridesOf(source);
  return result.map(
    (side, axis) => Int32Array.from({ length: side }, (_, i) => {
      const at = coordinate(axis, i);
      return at < 0 || at >= source[axis] ? OUTSIDE : at * strides[axis];
    })
  );
}
function linesOf(offsets) {
  let block = 1;
  let shift = 0;
  let last = offsets.length - 1;
  for (; last >= 0; last--) {
    const table = offsets[last];
    const inOnePiece = table[0] !== OUTSIDE && table.every((at, i) => at === table[0] + i * block);
    if (!inOnePiece) break;
    shift += table[0];
    block *= table.length;
  }
  const starts = last < 0 ? [0] : [...offsets[last]];
  const runs = [];
  starts.forEach((at, i) => {
    const from = at === OUTSIDE ? OUTSIDE : at + shift;
    const run = runs.at(-1);
    const continues = run && (run.from === OUTSIDE ? at === OUTSIDE : from === run.from + run.length);
    if (continues) run.length += block;
    else runs.push({ from, to: i * block, length: block });
  });
  return { outer: offsets.slice(0, Math.max(last, 0)), runs, length: starts.length * block };
}
function visitLines({ outer, length }, visit) {
  let to = 0;
  const walk = (axis, base) => {
    if (axis === outer.length) {
      visit(base, to);
      to += length;
      return;
    }
    for (const at of outer[axis]) walk(axis + 1, base === OUTSIDE || at === OUTSIDE ? OUTSIDE : base + at);
  };
  walk(0, 0);
}
var COPY_FROM = 48;
function reading(offsets) {
  const lines = linesOf(offsets);
  const { runs, length } = lines;
  return (result, source) => visitLines(lines, (base, to) => {
    if (base === OUTSIDE) {
      result.fill(0, to, to + length);
      return;
    }
    for (const run of runs) {
      const start = to + run.to;
      const from = base + run.from;
      if (run.from === OUTSIDE) result.fill(0, start, start + run.length);
      else if (run.length >= COPY_FROM) result.set(source.subarray(from, from + run.length), start);
      else for (let i = 0; i < run.length; i++) result[start + i] = source[from + i];
    }
  });
}
function addingBack(offsets) {
  const lines = linesOf(offsets);
  return (source, result) => {
    source.fill(0);
    visitLines(lines, (base, to) => {
      if (base === OUTSIDE) return;
      for (const run of lines.runs) {
        if (run.from === OUTSIDE) continue;
        const start = to + run.to;
        const at = base + run.from;
        for (let i = 0; i < run.length; i++) source[at + i] += result[start + i];
      }
    });
  };
}

// src/runtime/engines/kernels/convolution-form.ts
function formOf({ attributes }) {
  const [top, bottom, left, right] = attributes["explicit_paddings"];
  return {
    strides: attributes["strides"],
    dilations: attributes["dilations"],
    margins: [
      [top, bottom],
      [left, right]
    ]
  };
}
var cutOff = (margin) => [Math.max(-margin[0], 0), Math.max(-margin[1], 0)];
var added = (margin) => [Math.max(margin[0], 0), Math.max(margin[1], 0)];
function croppedShape(image, margins) {
  const side = (axis) => image[axis + 1] - cutOff(margins[axis])[0] - cutOff(margins[axis])[1];
  return [image[0], side(0), side(1), image[3]];
}
var isCropped = (margins) => margins.flat().some((cells) => cells < 0);
function crop(device, image, margins) {
  if (!isCropped(margins)) return device.share(image, image.shape);
  const shape = croppedShape(image.shape, margins);
  const result = device.make(shape, "float32");
  const starts = [0, cutOff(margins[0])[0], cutOff(margins[1])[0], 0];
  reading(offsetsBy(image.shape, shape, (axis, i) => starts[axis] + i))(device.values(result), device.values(image));
  return result;
}
function convolve(device, x, filter, { strides, dilations, margins }) {
  const pad = [[0, 0], added(margins[0]), added(margins[1]), [0, 0]];
  return device.call("Conv2D", { x, filter }, { strides, dilations, pad, dataFormat: "NHWC" });
}

// src/runtime/engines/kernels/kernel.ts
function filling(build) {
  return {
    build: (device, node) => {
      const fill = build(node);
      return (inputs) => {
        const output = device.make(node.output.shape, node.output.dtype);
        try {
          fill(device.values(output), ...inputs.map((input) => device.values(input)));
        } catch (error) {
          device.dispose(output);
          throw error;
        }
        return output;
      };
    }
  };
}
var isFloat = (type) => type.dtype === "float32";

// src/runtime/engines/kernels/transpose.ts
var TILE = 64;
function transposing(source, perm) {
  const from = stridesOf(source);
  const shape = perm.map((axis) => source[axis]);
  const steps = perm.map((axis) => from[axis]);
  const last = shape.length - 1;
  const contiguous = perm.findLastIndex((axis) => from[axis] === 1 && source[axis] > 1);
  if (contiguous === last || contiguous === -1) {
    return reading(shape.map((side, axis) => Int32Array.from({ length: side }, (_, i) => i * steps[axis])));
  }
  const to = stridesOf(shape);
  const [rows, columns] = [shape[contiguous], shape[last]];
  const [rowStep, columnStep] = [to[contiguous], steps[last]];
  const outer = shape.map((_, axis) => axis).filter((axis) => axis !== contiguous && axis !== last);
  const tile = (result, cells, at, start, row, column) => {
    const [rowEnd, columnEnd] = [Math.min(row + TILE, rows), Math.min(column + TILE, columns)];
    for (let r = row; r < rowEnd; r++) {
      const line = at + r * rowStep;
      for (let c = column, i = start + column * columnStep + r; c < columnEnd; c++, i += columnStep)
        result[line + c] = cells[i];
    }
  };
  return (result, cells) => {
    const walk = (depth, at, start) => {
      if (depth < outer.length) {
        const axis = outer[depth];
        for (let i = 0; i < shape[axis]; i++) walk(depth + 1, at + i * to[axis], start + i * steps[axis]);
        return;
      }
      for (let row = 0; row < rows; row += TILE) {
        for (let column = 0; column < columns; column += TILE) tile(result, cells, at, start, row, column);
      }
    };
    walk(0, 0, 0);
  };
}
var transposeKernel = filling(({ inputs, attributes }) => {
  const move = transposing(inputs[0].shape, attributes["perm"]);
  return (output, x) => move(output, x);
});
function transpose(device, x, perm) {
  const shape = perm.map((axis) => x.shape[axis]);
  const result = device.make(shape, "float32");
  transposing(x.shape, perm)(device.values(result), device.values(x));
  return result;
}

// src/runtime/engines/kernels/linear.ts
function multiply(device, a, b) {
  const product2 = device.call("BatchMatMul", { a, b }, { transposeA: false, transposeB: false });
  product2.shape = [a.shape[0], b.shape[1]];
  return product2;
}
function oriented(device, matrix, transposed) {
  return transposed ? transpose(device, matrix, [1, 0]) : device.share(matrix, matrix.shape);
}
function product(flags) {
  const transposes = (attributes) => flags.map((flag) => Boolean(attributes[flag]));
  return {
    build: (device, node) => {
      const [transposeA, transposeB] = transposes(node.attributes);
      const [typeA, typeB] = [node.inputs[0], node.inputs[1]];
      const multiplyOriented = (a, b) => {
        const left = oriented(device, a, transposeA);
        const right = oriented(device, b, transposeB);
        const result = multiply(device, left, right);
        device.dispose(left);
        device.dispose(right);
        return result;
      };
      if (typeA.shape.length === 2) return ([a, b]) => multiplyOriented(a, b);
      const [shapeA, shapeB] = [typeA.shape.slice(-2), typeB.shape.slice(-2)];
      const count = sizeOf(typeA.shape.slice(0, -2));
      const cells = sizeOf(node.output.shape.slice(-2));
      return ([a, b]) => {
        const output = device.make(node.output.shape, "float32");
        for (let i = 0; i < count; i++) {
          device.view(
            a,
            i * sizeOf(shapeA),
            shapeA,
            (left) => device.view(b, i * sizeOf(shapeB), shapeB, (right) => {
              const part = multiplyOriented(left, right);
              device.values(output).set(device.values(part), i * cells);
              device.dispose(part);
            })
          );
        }
        return output;
      };
    },
    workspace: (_, { inputs, attributes, output }) => {
      const transposed = transposes(attributes).map((flag, i) => flag ? sizeOf(inputs[i].shape.slice(-2)) : 0);
      const part = output.shape.length === 2 ? 0 : sizeOf(output.shape.slice(-2));
      return 4 * (transposed[0] + transposed[1] + part);
    }
  };
}
var linearKernels = {
  MatMul: product(["transpose_a", "transpose_b"]),
  BatchMatMulV2: product(["adj_x", "adj_y"])
};

// src/runtime/engines/kernels/convolution-columns.ts
var inLanes = (channels) => Math.ceil(channels / 8) * 8;
var ADDITION = 34;
function columnsPay(filter) {
  const [height, width, channelsIn, channelsOut] = filter;
  const column = height * width * channelsIn;
  return channelsOut * inLanes(column) + ADDITION * column < channelsOut * height * width * inLanes(channelsIn);
}
function addColumns(image, columns, node) {
  const { strides, dilations, margins } = formOf(node);
  const [batch, height, width, channels] = node.output.shape;
  const [kernelHeight, kernelWidth] = node.inputs[0].shape;
  const [, rows, perRow] = node.inputs[1].shape;
  image.fill(0);
  let from = 0;
  for (let n = 0; n < batch; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < perRow; column++) {
        for (let i = 0; i < kernelHeight; i++) {
          const y = row * strides[0] + i * dilations[0] - margins[0][0];
          for (let j = 0; j < kernelWidth; j++, from += channels) {
            const x = column * strides[1] + j * dilations[1] - margins[1][0];
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            const to = ((n * height + y) * width + x) * channels;
            for (let c = 0; c < channels; c++) image[to + c] += columns[from + c];
          }
        }
      }
    }
  }
}
var sizesOf = ({ inputs }) => {
  const [filter, gradient2] = [inputs[0].shape, inputs[1].shape];
  return { column: sizeOf(filter.slice(0, 3)), channelsOut: filter[3], pixels: sizeOf(gradient2.slice(0, 3)) };
};
function backpropInputByColumns(device, node) {
  const { column, channelsOut, pixels } = sizesOf(node);
  return ([filter, gradient2]) => {
    const flat = device.share(filter, [column, channelsOut]);
    const matrix = transpose(device, flat, [1, 0]);
    device.dispose(flat);
    const lines = device.share(gradient2, [pixels, channelsOut]);
    const columns = multiply(device, lines, matrix);
    device.dispose(lines);
    device.dispose(matrix);
    const output = device.make(node.output.shape, "float32");
    addColumns(device.values(output), device.values(columns), node);
    device.dispose(columns);
    return output;
  };
}
function columnsWorkspace(node) {
  const { column, channelsOut, pixels } = sizesOf(node);
  return 4 * (pixels * column + Math.max(column * channelsOut - sizeOf(node.output.shape), 0));
}

// src/runtime/engines/kernels/convolution-backprop-input.ts
var gcd = (a, b) => b === 0 ? a : gcd(b, a % b);
function phasesAlong(axis) {
  const { image, gradient: gradient2, kernel, stride, dilation, before } = axis;
  const common = gcd(stride, dilation);
  return Array.from({ length: Math.min(stride, image) }, (_, offset) => {
    const count = Math.ceil((image - offset) / stride);
    const taps = [];
    for (let i = kernel - 1; i >= 0; i--) if ((offset + before - i * dilation) % stride === 0) taps.push(i);
    const step = dilation / common;
    const first = (offset + before - (taps[0] ?? 0) * dilation) / stride;
    const margin = [-first, count - gradient2 + first + (taps.length - 1) * step];
    const meetsOnlyPadding2 = gradient2 + Math.min(margin[0], 0) + Math.min(margin[1], 0) <= 0;
    return { offset, count, taps: meetsOnlyPadding2 ? [] : taps, dilation: step, margin };
  });
}
function planOf(node) {
  const { strides, dilations, margins } = formOf(node);
  const [filter, gradient2] = [node.inputs[0].shape, node.inputs[1].shape];
  const along = (axis) => phasesAlong({
    image: node.output.shape[axis + 1],
    gradient: gradient2[axis + 1],
    kernel: filter[axis],
    stride: strides[axis],
    dilation: dilations[axis],
    before: margins[axis][0]
  });
  return { down: along(0), across: along(1) };
}
var isWhole = (down, across) => down.length === 1 && across.length === 1;
var formOfPhase = (down, across) => ({
  strides: [1, 1],
  dilations: [down.dilation, across.dilation],
  margins: [down.margin, across.margin]
});
function partOf(device, filter, rows, columns) {
  const [, width, channelsIn, channelsOut] = filter.shape;
  const part = device.make([rows.length, columns.length, channelsOut, channelsIn], "float32");
  const [from, to] = [device.values(filter), device.values(part)];
  let at = 0;
  for (const i of rows) {
    for (const j of columns) {
      const tap = (i * width + j) * channelsIn * channelsOut;
      for (let o = 0; o < channelsOut; o++) {
        for (let c = 0; c < channelsIn; c++) to[at++] = from[tap + c * channelsOut + o];
      }
    }
  }
  return part;
}
function lay(image, shape, strides, part, down, across) {
  const [batch, height, width, channels] = shape;
  let from = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < down.count; y++) {
      const row = (n * height + down.offset + y * strides[0]) * width + across.offset;
      for (let x = 0; x < across.count; x++) {
        const to = (row + x * strides[1]) * channels;
        for (let c = 0; c < channels; c++) image[to + c] = part[from++];
      }
    }
  }
}
var backpropInputKernel = {
  build: (device, node) => {
    if (columnsPay(node.inputs[0].shape)) return backpropInputByColumns(device, node);
    const { strides } = formOf(node);
    const { down, across } = planOf(node);
    const shape = node.output.shape;
    const phase = (filter, gradient2, rows, columns) => {
      const form = formOfPhase(rows, columns);
      const part = partOf(device, filter, rows.taps, columns.taps);
      const image = crop(device, gradient2, form.margins);
      const result = convolve(device, image, part, form);
      device.dispose(image);
      device.dispose(part);
      return result;
    };
    const untouched = [...down, ...across].some(({ taps }) => taps.length === 0);
    if (isWhole(down, across) && !untouched) {
      return ([filter, gradient2]) => phase(filter, gradient2, down[0], across[0]);
    }
    return ([filter, gradient2]) => {
      const output = device.make(shape, "float32");
      if (untouched) device.values(output).fill(0);
      for (const rows of down) {
        for (const columns of across) {
          if (rows.taps.length === 0 || columns.taps.length === 0) continue;
          const part = phase(filter, gradient2, rows, columns);
          lay(device.values(output), shape, strides, device.values(part), rows, columns);
          device.dispose(part);
        }
      }
      return output;
    };
  },
  workspace: (_, node) => {
    if (columnsPay(node.inputs[0].shape)) return columnsWorkspace(node);
    const { down, across } = planOf(node);
    const [, , channelsIn, channelsOut] = node.inputs[0].shape;
    const gradient2 = node.inputs[1].shape;
    const cells = down.flatMap(
      (rows) => across.map((columns) => {
        if (rows.taps.length === 0 || columns.taps.length === 0) return 0;
        const margins = [rows.margin, columns.margin];
        const filter = rows.taps.length * columns.taps.length * channelsIn * channelsOut;
        const cropped = isCropped(margins) ? sizeOf(croppedShape(gradient2, margins)) : 0;
        const part = isWhole(down, across) ? 0 : node.output.shape[0] * rows.count * columns.count * channelsIn;
        return filter + cropped + part;
      })
    );
    return 4 * Math.max(...cells);
  }
};

// src/runtime/engines/kernels/convolution.ts
var backpropFilter = {
  build: (device, node) => {
    const form = filterForm(node);
    if (meetsOnlyPadding(node)) {
      return () => {
        const output = device.make(node.output.shape, "float32");
        device.values(output).fill(0);
        return output;
      };
    }
    return ([input, gradient2]) => {
      const cropped = crop(device, input, form.margins);
      const image = transpose(device, cropped, [3, 1, 2, 0]);
      device.dispose(cropped);
      const filter = transpose(device, gradient2, [1, 2, 0, 3]);
      const result = convolve(device, image, filter, form);
      device.dispose(image);
      device.dispose(filter);
      const output = transpose(device, result, [1, 2, 0, 3]);
      device.dispose(result);
      return output;
    };
  },
  workspace: (_, node) => {
    if (meetsOnlyPadding(node)) return 0;
    const [image, gradient2] = [node.inputs[0].shape, node.inputs[1].shape];
    const { margins } = filterForm(node);
    const cropped = sizeOf(croppedShape(image, margins));
    const transposing2 = (isCropped(margins) ? 2 : 1) * cropped;
    return 4 * Math.max(transposing2 - sizeOf(node.output.shape), cropped + sizeOf(gradient2), sizeOf(node.output.shape));
  }
};
var meetsOnlyPadding = (node) => croppedShape(node.inputs[0].shape, filterForm(node).margins).some((side) => side <= 0);
function filterForm(node) {
  const { strides, dilations, margins } = formOf(node);
  const [image, gradient2] = [node.inputs[0].shape, node.inputs[1].shape];
  const margin = (axis) => {
    const reach = (node.output.shape[axis] - 1) * dilations[axis] + (gradient2[axis + 1] - 1) * strides[axis] + 1;
    return [margins[axis][0], reach - image[axis + 1] - margins[axis][0]];
  };
  return { strides: dilations, dilations: strides, margins: [margin(0), margin(1)] };
}
var convolutionKernels = {
  Conv2D: {
    build: (device, node) => {
      const form = formOf(node);
      return ([input, filter]) => convolve(device, input, filter, form);
    }
  },
  Conv2DBackpropInput: backpropInputKernel,
  Conv2DBackpropFilter: backpropFilter
};

// src/runtime/engines/kernels/broadcast-loops.ts
function stepsOf(shape, output) {
  const missing = output.length - shape.length;
  const steps = output.map(() => 0);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    const side = shape[axis];
    steps[axis + missing] = side === 1 ? 0 : step;
    step *= side;
  }
  return steps;
}
function broadcastPlan(shapes, output) {
  const operandSteps = shapes.map((shape) => stepsOf(shape, output));
  const axes = [];
  output.forEach((side, axis) => {
    if (side === 1) return;
    const steps = operandSteps.map((all) => all[axis]);
    const outer = axes.at(-1);
    const continues = outer?.steps.every((step, i) => step === steps[i] * side);
    if (continues) axes[axes.length - 1] = { side: outer.side * side, steps };
    else axes.push({ side, steps });
  });
  const line = axes.pop() ?? { side: 1, steps: shapes.map(() => 0) };
  return { length: line.side, steps: line.steps, lines: linesOver(axes, line.side, shapes.length) };
}
function linesOver(axes, length, operands) {
  return (visit) => {
    const starts = Array.from({ length: operands }, () => 0);
    const counters = axes.map(() => 0);
    let at = 0;
    for (; ; ) {
      visit(at, starts);
      at += length;
      let axis = axes.length - 1;
      for (; axis >= 0; axis--) {
        const { side, steps } = axes[axis];
        counters[axis]++;
        if (counters[axis] < side) {
          for (let i = 0; i < operands; i++) starts[i] += steps[i];
          break;
        }
        counters[axis] = 0;
        for (let i = 0; i < operands; i++) starts[i] -= steps[i] * (side - 1);
      }
      if (axis < 0) return;
    }
  };
}
function combine({ length, steps, lines }, of, output, a, b) {
  const [stepA, stepB] = [steps[0], steps[1]];
  lines((at, starts) => {
    let i = starts[0];
    let j = starts[1];
    for (let k = at; k < at + length; k++, i += stepA, j += stepB) output[k] = Number(of(a[i], b[j]));
  });
}
function select({ length, steps, lines }, output, condition, t, e) {
  const [stepC, stepT, stepE] = [steps[0], steps[1], steps[2]];
  lines((at, starts) => {
    let c = starts[0];
    let i = starts[1];
    let j = starts[2];
    for (let k = at; k < at + length; k++, c += stepC, i += stepT, j += stepE) output[k] = condition[c] ? t[i] : e[j];
  });
}

// src/runtime/engines/kernels/elementwise.ts
var planOf2 = ({ inputs, output }) => broadcastPlan(
  inputs.map((input) => input.shape),
  output.shape
);
function map(of) {
  return filling(({ attributes }) => {
    const alpha = attributes["alpha"];
    return (output, x) => {
      for (let i = 0; i < output.length; i++) output[i] = of(x[i], alpha);
    };
  });
}
function zip(of) {
  return filling((node) => {
    const plan = planOf2(node);
    return (output, x, y) => combine(plan, of, output, x, y);
  });
}
function native(kernel, names, loop) {
  return {
    build: (device, node) => {
      if (!node.inputs.every(isFloat)) return loop.build(device, node);
      const attributes = "alpha" in node.attributes ? { alpha: node.attributes["alpha"] } : {};
      return (inputs) => device.call(kernel, Object.fromEntries(names.map((name, i) => [name, inputs[i]])), attributes);
    }
  };
}
var nativeUnary = (kernel, of) => native(kernel, ["x"], map(of));
var nativeBinary = (kernel, of) => native(kernel, ["a", "b"], zip(of));
function gradient(loop) {
  return filling(({ attributes }) => {
    const alpha = attributes["alpha"];
    return (output, first, second) => loop(output, first, second, alpha);
  });
}
var bitsOf = (values) => new Int32Array(values.buffer, values.byteOffset, values.length);
var positive = (bits) => 0 - bits >> 31 & ~(bits >> 31);
var reluGradient = filling(() => (output, gradients, features) => {
  const [result, gradient2, feature] = [bitsOf(output), bitsOf(gradients), bitsOf(features)];
  for (let i = 0; i < result.length; i++) result[i] = gradient2[i] & positive(feature[i]);
});
function slope(output, x, features, alpha) {
  const slopes = Float64Array.of(1, alpha);
  const feature = bitsOf(features);
  for (let i = 0; i < output.length; i++) output[i] = x[i] * slopes[1 + positive(feature[i])];
}
var leakyReluGradient = gradient(slope);
var leakyReluLoop = filling(
  ({ attributes }) => (output, x) => slope(output, x, x, attributes["alpha"])
);
var isLarger = (device, alpha) => device.name === "wasm" && alpha >= 0 && alpha <= 1;
var leakyRelu = {
  build: (device, node) => {
    const alpha = node.attributes["alpha"];
    if (!isLarger(device, alpha)) return leakyReluLoop.build(device, node);
    return ([x]) => {
      const factor = device.make([], "float32");
      device.values(factor)[0] = alpha;
      const scaled = device.call("Multiply", { a: x, b: factor });
      device.dispose(factor);
      const output = device.call("Maximum", { a: x, b: scaled });
      device.dispose(scaled);
      return output;
    };
  },
  workspace: (device, { attributes, output }) => isLarger(device, attributes["alpha"]) ? bytesOf(output) : 0
};
var copy = filling(() => (output, x) => {
  for (let i = 0; i < output.length; i++) output[i] = x[i];
});
var truth = filling(() => (output, x) => {
  for (let i = 0; i < output.length; i++) output[i] = x[i] === 0 ? 0 : 1;
});
var elementwiseKernels = {
  Neg: nativeUnary("Neg", (x) => -x),
  Exp: nativeUnary("Exp", Math.exp),
  Log: nativeUnary("Log", Math.log),
  Log1p: nativeUnary("Log1p", Math.log1p),
  Expm1: nativeUnary("Expm1", Math.expm1),
  Sqrt: nativeUnary("Sqrt", Math.sqrt),
  Rsqrt: nativeUnary("Rsqrt", (x) => 1 / Math.sqrt(x)),
  Square: nativeUnary("Square", (x) => x * x),
  Reciprocal: nativeUnary("Reciprocal", (x) => 1 / x),
  Abs: nativeUnary("Abs", Math.abs),
  Sign: nativeUnary("Sign", Math.sign),
  Floor: nativeUnary("Floor", Math.floor),
  Sin: nativeUnary("Sin", Math.sin),
  Cos: nativeUnary("Cos", Math.cos),
  // The backends' approximation (Abramowitz & Stegun 7.1.26) is good to 1e-7 in absolute terms only.
  Erf: map(erf),
  LogicalNot: map((x) => 1 - x),
  // Storing into an array of the output's type converts, to integers towards zero; only "is not 0" is not a store.
  Cast: { build: (device, node) => (node.output.dtype === "bool" ? truth : copy).build(device, node) },
  Relu: nativeUnary("Relu", (x) => Math.max(x, 0)),
  LeakyRelu: leakyRelu,
  Elu: nativeUnary("Elu", (x) => x < 0 ? Math.expm1(x) : x),
  Tanh: nativeUnary("Tanh", Math.tanh),
  Sigmoid: nativeUnary("Sigmoid", (x) => 1 / (1 + Math.exp(-x))),
  // The backends compute ln(1 + eˣ) as it stands, which loses the digits of a small eˣ.
  Softplus: map((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  ReluGrad: reluGradient,
  LeakyReluGrad: leakyReluGradient,
  EluGrad: gradient((output, gradients, y) => {
    for (let i = 0; i < output.length; i++) output[i] = y[i] < 0 ? gradients[i] * (y[i] + 1) : gradients[i];
  }),
  TanhGrad: gradient((output, y, dy) => {
    for (let i = 0; i < output.length; i++) output[i] = dy[i] * (1 - y[i] * y[i]);
  }),
  SigmoidGrad: gradient((output, y, dy) => {
    for (let i = 0; i < output.length; i++) output[i] = dy[i] * y[i] * (1 - y[i]);
  }),
  AddV2: nativeBinary("Add", (x, y) => x + y),
  Sub: nativeBinary("Sub", (x, y) => x - y),
  Mul: nativeBinary("Multiply", (x, y) => x * y),
  RealDiv: nativeBinary("RealDiv", (x, y) => x / y),
  Pow: nativeBinary("Pow", (x, y) => x ** y),
  Maximum: nativeBinary("Maximum", Math.max),
  Minimum: nativeBinary("Minimum", Math.min),
  SquaredDifference: nativeBinary("SquaredDifference", (x, y) => (x - y) ** 2),
  DivNoNan: zip((x, y) => y === 0 ? 0 : x / y),
  FloorMod: zip((x, y) => x - y * Math.floor(x / y)),
  Greater: nativeBinary("Greater", (x, y) => x > y),
  GreaterEqual: nativeBinary("GreaterEqual", (x, y) => x >= y),
  Less: nativeBinary("Less", (x, y) => x < y),
  LessEqual: nativeBinary("LessEqual", (x, y) => x <= y),
  Equal: nativeBinary("Equal", (x, y) => x === y),
  NotEqual: nativeBinary("NotEqual", (x, y) => x !== y),
  LogicalAnd: zip((x, y) => x !== 0 && y !== 0),
  LogicalOr: zip((x, y) => x !== 0 || y !== 0),
  SelectV2: filling((node) => {
    const plan = planOf2(node);
    return (output, condition, t, e) => select(plan, output, condition, t, e);
  })
};

// src/runtime/engines/kernels/indexing.ts
function requireRows(op, rows, count) {
  const at = rows.findIndex((row) => row < 0 || row >= count);
  if (at === -1) return;
  throw new EngineError(
    `${op}: index ${rows[at]} at place ${at} is not in 0 \u2026 ${count - 1}; check the labels or tokens that are fed`
  );
}
var indexingKernels = {
  GatherV2: filling(({ inputs }) => {
    const { shape } = inputs[0];
    const length = sizeOf(shape.slice(1));
    return (output, params, indices) => {
      requireRows("GatherV2", indices, shape[0]);
      for (let i = 0; i < indices.length; i++) {
        const row = indices[i];
        output.set(params.subarray(row * length, (row + 1) * length), i * length);
      }
    };
  }),
  UnsortedSegmentSum: filling(({ output }) => {
    const length = sizeOf(output.shape.slice(1));
    return (result, data, ids) => {
      requireRows("UnsortedSegmentSum", ids, output.shape[0]);
      result.fill(0);
      for (let i = 0, from = 0; i < ids.length; i++) {
        const to = ids[i] * length;
        for (let j = 0; j < length; j++) result[to + j] += data[from++];
      }
    };
  }),
  OneHot: filling(({ output }) => {
    const depth = output.shape.at(-1);
    return (result, indices) => {
      result.fill(0);
      indices.forEach((index, i) => {
        if (index >= 0 && index < depth) result[i * depth + index] = 1;
      });
    };
  })
};

// src/runtime/engines/kernels/pooling.ts
function windowsOf({ attributes }, image) {
  const [batch, rows, columns, channels] = image;
  const ksize = attributes["ksize"];
  const strides = attributes["strides"];
  const paddings = attributes["explicit_paddings"];
  const covered = (axis, side) => {
    const [before, after] = [paddings[2 * axis], paddings[2 * axis + 1]];
    const count = Math.floor((before + side + after - ksize[axis]) / strides[axis]) + 1;
    return Array.from({ length: count }, (_, i) => {
      const first = i * strides[axis] - before;
      return [Math.max(first, 0), Math.min(first + ksize[axis], side)];
    });
  };
  return {
    batch,
    rows,
    columns,
    channels,
    perImage: rows * columns * channels,
    down: covered(0, rows),
    across: covered(1, columns)
  };
}
function visitWindows({ batch, channels, perImage, down, across }, visit) {
  let pooled = 0;
  for (let n = 0; n < batch; n++) {
    for (const rows of down) {
      for (const columns of across) {
        visit(pooled, n * perImage, rows, columns);
        pooled += channels;
      }
    }
  }
}
function visitMaxima(windows, image, visit) {
  const { columns: width, channels } = windows;
  visitWindows(windows, (pooled, start, rows, columns) => {
    for (let c = 0; c < channels; c++) {
      let best = start + (rows[0] * width + columns[0]) * channels + c;
      for (let y = rows[0]; y < rows[1]; y++) {
        for (let x = columns[0]; x < columns[1]; x++) {
          const at = start + (y * width + x) * channels + c;
          if (image[at] > image[best]) best = at;
        }
      }
      visit(pooled + c, best);
    }
  });
}
function visitShares(windows, visit) {
  const { columns: width, channels } = windows;
  visitWindows(windows, (pooled, start, rows, columns) => {
    const share2 = 1 / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
    for (let y = rows[0]; y < rows[1]; y++) {
      for (let x = columns[0]; x < columns[1]; x++) {
        const at = start + (y * width + x) * channels;
        for (let c = 0; c < channels; c++) visit(pooled + c, at + c, share2);
      }
    }
  });
}
var maximum = (write) => filling((node) => {
  const windows = windowsOf(node, node.inputs[0].shape);
  return (output, image, _, gradient2) => write(output, windows, image, gradient2);
});
var poolingKernels = {
  MaxPool: maximum(
    (output, windows, image) => visitMaxima(windows, image, (pooled, cell) => {
      output[pooled] = image[cell];
    })
  ),
  MaxPoolGrad: maximum((output, windows, image, gradient2) => {
    output.fill(0);
    visitMaxima(windows, image, (pooled, cell) => {
      output[cell] += gradient2[pooled];
    });
  }),
  MaxPoolGradGrad: maximum(
    (output, windows, image, gradient2) => visitMaxima(windows, image, (pooled, cell) => {
      output[pooled] = gradient2[cell];
    })
  ),
  AvgPool: filling((node) => {
    const windows = windowsOf(node, node.inputs[0].shape);
    return (output, image) => {
      output.fill(0);
      visitShares(windows, (pooled, cell, share2) => {
        output[pooled] += share2 * image[cell];
      });
    };
  }),
  AvgPoolGrad: filling((node) => {
    const windows = windowsOf(node, node.output.shape);
    return (output, gradient2) => {
      output.fill(0);
      visitShares(windows, (pooled, cell, share2) => {
        output[cell] += share2 * gradient2[pooled];
      });
    };
  })
};

// src/runtime/engines/kernels/rearranging.ts
var integers = (attributes, name) => attributes[name];
var paddingsOf = (attributes) => attributes["paddings"];
var read = (offsets) => filling(({ inputs, attributes, output }) => {
  const move = reading(offsets(inputs[0].shape, output.shape, attributes));
  return (result, x) => move(result, x);
});
var readAdjoint = (offsets) => filling(({ inputs, attributes, output }) => {
  const move = addingBack(offsets(output.shape, inputs[0].shape, attributes));
  return (result, gradient2) => move(result, gradient2);
});
var sliced = (source, result, attributes) => {
  const begin = integers(attributes, "begin");
  return offsetsBy(source, result, (axis, i) => begin[axis] + i);
};
var strided = (source, result, attributes) => {
  const [begin, strides] = [integers(attributes, "begin"), integers(attributes, "strides")];
  return offsetsBy(source, result, (axis, i) => begin[axis] + i * strides[axis]);
};
var padded = (source, result, attributes) => offsetsBy(source, result, (axis, i) => i - paddingsOf(attributes)[axis][0]);
var mirrored = (source, result, attributes) => {
  const edge = attributes["mode"] === "REFLECT" ? 1 : 0;
  return offsetsBy(source, result, (axis, i) => {
    const [at, side] = [i - paddingsOf(attributes)[axis][0], source[axis]];
    if (at < 0) return -at - 1 + edge;
    return at < side ? at : 2 * side - 1 - edge - at;
  });
};
var reversed = (source, result, attributes) => {
  const axes = integers(attributes, "axes");
  return offsetsBy(source, result, (axis, i) => axes.includes(axis) ? source[axis] - 1 - i : i);
};
var tiled = (source, result) => offsetsBy(source, result, (axis, i) => i % source[axis]);
var stretched = (source, result) => {
  const aligned = [...result.slice(source.length).map(() => 1), ...source];
  return offsetsBy(aligned, result, (axis, i) => aligned[axis] === 1 ? 0 : i);
};
var enlarged = (small, large) => offsetsBy(small, large, (axis, i) => Math.floor(i / (large[axis] / small[axis])));
function blocks(image, { block_size: size }) {
  const block = size;
  const [n, height, width, channels] = image;
  const cut = [n, height / block, block, width / block, block * channels];
  const strides = stridesOf(cut);
  return [0, 1, 3, 2, 4].map((axis) => Int32Array.from({ length: cut[axis] }, (_, i) => i * strides[axis]));
}
var concat = filling(({ inputs, attributes, output }) => {
  const axis = attributes["axis"];
  const lengths = inputs.map(({ shape }) => sizeOf(shape.slice(axis)));
  const outer = sizeOf(output.shape.slice(0, axis));
  return (result, ...values) => {
    let at = 0;
    for (let row = 0; row < outer; row++) {
      values.forEach((value, i) => {
        const length = lengths[i];
        result.set(value.subarray(row * length, (row + 1) * length), at);
        at += length;
      });
    }
  };
});
var share = {
  build: (device, { output }) => (inputs) => device.share(inputs[0], output.shape)
};
var rearrangingKernels = {
  Reshape: share,
  StopGradient: share,
  Transpose: transposeKernel,
  ConcatV2: concat,
  Slice: read(sliced),
  StridedSlice: read(strided),
  StridedSliceGrad: readAdjoint(strided),
  Pad: read(padded),
  MirrorPad: read(mirrored),
  MirrorPadGrad: readAdjoint(mirrored),
  ReverseV2: read(reversed),
  Tile: read(tiled),
  BroadcastTo: read(stretched),
  ResizeNearestNeighbor: read(enlarged),
  ResizeNearestNeighborGrad: readAdjoint(enlarged),
  SpaceToDepth: read((source, _, attributes) => blocks(source, attributes)),
  // A permutation's adjoint is its inverse.
  DepthToSpace: readAdjoint((source, _, attributes) => blocks(source, attributes))
};

// src/runtime/engines/kernels/reductions.ts
function foldsOf(shape, axes) {
  const groups = [];
  shape.forEach((side, axis) => {
    if (side === 1) return;
    const reduced = axes.includes(axis);
    const group = groups.at(-1);
    if (group?.reduced === reduced) group.size *= side;
    else groups.push({ reduced, size: side });
  });
  const folds = [];
  let inner = 1;
  for (let i = groups.length - 1; i >= 0; i--) {
    const { reduced, size } = groups[i];
    if (reduced) folds.push({ outer: sizeOf(groups.slice(0, i).map((group) => group.size)), folded: size, inner });
    else inner *= size;
  }
  return folds;
}
function sumOf(cells, start, end) {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = start;
  for (; i + 3 < end; i += 4) {
    a += cells[i];
    b += cells[i + 1];
    c += cells[i + 2];
    d += cells[i + 3];
  }
  for (; i < end; i++) a += cells[i];
  return a + b + (c + d);
}
function sumLines(sums, cells, start, count) {
  const length = sums.length;
  let line = 0;
  sums.fill(0);
  for (; line + 3 < count; line += 4) {
    const first = start + line * length;
    const [second, third, fourth] = [first + length, first + 2 * length, first + 3 * length];
    for (let i = 0; i < length; i++) {
      sums[i] += cells[first + i] + cells[second + i] + (cells[third + i] + cells[fourth + i]);
    }
  }
  for (; line < count; line++) for (let i = 0; i < length; i++) sums[i] += cells[start + line * length + i];
}
var sum = ({ outer, folded, inner }, output, input) => {
  if (inner === 1) {
    for (let o = 0; o < outer; o++) output[o] = sumOf(input, o * folded, (o + 1) * folded);
    return;
  }
  const sums = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    sumLines(sums, input, o * folded * inner, folded);
    output.set(sums, o * inner);
  }
};
var extreme = (sign) => ({ outer, folded, inner }, output, input) => {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let best = -Infinity;
      for (let f = 0; f < folded; f++) best = Math.max(best, sign * input[(o * folded + f) * inner + i]);
      output[o * inner + i] = sign * best;
    }
  }
};
var reduction = (fold, finish) => filling(({ inputs, attributes, output }) => {
  const { shape } = inputs[0];
  const folds = foldsOf(shape, attributes["axes"]);
  const scale = finish?.(sizeOf(shape) / sizeOf(output.shape));
  return (result, x) => {
    let cells = x;
    folds.forEach((step, i) => {
      const target = i === folds.length - 1 ? result : new Float64Array(step.outer * step.inner);
      fold(step, target, cells);
      cells = target;
    });
    if (folds.length === 0) result.set(x);
    if (scale !== void 0) for (let i = 0; i < result.length; i++) result[i] *= scale;
  };
});
function around({ inputs, attributes }) {
  const axis = attributes["axis"];
  const { shape } = inputs[0];
  return { outer: sizeOf(shape.slice(0, axis)), side: shape[axis], inner: sizeOf(shape.slice(axis + 1)) };
}
var softmax = (finish) => filling(({ inputs }) => {
  const classes = inputs[0].shape.at(-1);
  return (output, x) => {
    for (let start = 0; start < output.length; start += classes) {
      let largest = -Infinity;
      for (let i = start; i < start + classes; i++) largest = Math.max(largest, x[i]);
      let total = 0;
      for (let i = start; i < start + classes; i++) total += Math.exp(x[i] - largest);
      for (let i = start; i < start + classes; i++) output[i] = finish(x[i], largest, total);
    }
  };
});
var reductionKernels = {
  Sum: reduction(sum),
  Mean: reduction(sum, (count) => 1 / count),
  Max: reduction(extreme(1)),
  Min: reduction(extreme(-1)),
  Softmax: softmax((value, largest, total) => Math.exp(value - largest) / total),
  LogSoftmax: softmax((value, largest, total) => value - largest - Math.log(total)),
  ArgMax: filling((node) => {
    const { outer, side, inner } = around(node);
    return (output, x) => {
      for (let line = 0; line < outer * inner; line++) {
        const first = Math.floor(line / inner) * side * inner + line % inner;
        let best = 0;
        for (let i = 1; i < side; i++) if (x[first + i * inner] > x[first + best * inner]) best = i;
        output[line] = best;
      }
    };
  }),
  Cumsum: filling((node) => {
    const { outer, side, inner } = around(node);
    const { exclusive, reverse } = node.attributes;
    return (output, x) => {
      for (let line = 0; line < outer * inner; line++) {
        const first = Math.floor(line / inner) * side * inner + line % inner;
        let total = 0;
        for (let i = 0; i < side; i++) {
          const at = first + (reverse ? side - 1 - i : i) * inner;
          if (exclusive) output[at] = total;
          total += x[at];
          if (!exclusive) output[at] = total;
        }
      }
    };
  })
};

// src/runtime/engines/kernels/table.ts
var kernels = {
  ...elementwiseKernels,
  ...reductionKernels,
  ...linearKernels,
  ...rearrangingKernels,
  ...indexingKernels,
  ...convolutionKernels,
  ...poolingKernels
};
function kernelOf(node) {
  const row = kernels[node.op];
  if (row) return row;
  throw new EngineError(
    `node ${node.id} is ${node.op}, for which there is no kernel; the kernels are in engines/kernels/`
  );
}

// src/runtime/engines/executor.ts
var arrays = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array
};
var Executor = class {
  description;
  device;
  ledger;
  close;
  variables = /* @__PURE__ */ new Map();
  /** New values of variables, from a run that was neither committed nor discarded. */
  pending = /* @__PURE__ */ new Map();
  programs = /* @__PURE__ */ new Set();
  disposed = false;
  constructor({ device, ledger, description, close }) {
    this.device = device;
    this.ledger = ledger;
    this.description = description;
    this.close = close;
  }
  write(variables) {
    for (const [name, value] of variables) {
      const tensor = this.upload(`variable \`${name}\``, value);
      const old = this.variables.get(name);
      if (old) this.device.dispose(old);
      this.variables.set(name, tensor);
    }
  }
  async read(names = [...this.variables.keys()]) {
    return new Map(names.map((name) => [name, this.download(this.variable(name))]));
  }
  prepare(graph) {
    const { fusing } = this.device;
    const prepared = this.prepareFused(graph, fusing ? fuse(graph, fusing.isElementwise) : unfused(graph));
    this.programs.add(prepared);
    return prepared;
  }
  prepareFused(original, fused) {
    const { device } = this;
    const { graph, fusions } = fused;
    const fusedNodes = [...fusions].map(([node, fusion]) => ({ node, fusion, output: graph.nodes[node].output }));
    const compiled = device.fusing?.compile(fusedNodes) ?? [];
    const fusedKernels = new Map(fusedNodes.map(({ node }, i) => [node, compiled[i]]));
    const typesOf = (node) => ({ ...node, inputs: node.inputs.map((id) => graph.nodes[id].output) });
    const plan = planMemory(graph, (node) => {
      if (node.op === "Placeholder" || node.op === "Const" || aliasesInput(graph, node)) return 0;
      if (fusions.has(node.id)) return 0;
      return kernelOf(node).workspace?.(device, typesOf(node)) ?? 0;
    });
    const released = graph.nodes.map(() => []);
    plan.lastUse.forEach((last, id) => released[last]?.push(id));
    const instructions = graph.nodes.filter(({ op }) => op !== "Placeholder" && op !== "Const").map((node) => {
      const { output } = node;
      const share2 = (inputs2) => device.share(inputs2[0], output.shape);
      const kernel = aliasesInput(graph, node) ? share2 : fusedKernels.get(node.id) ?? kernelOf(node).build(device, typesOf(node));
      return { node: node.id, kernel, inputs: node.inputs, release: released[node.id] };
    });
    const inputs = graph.inputs.map(({ node, name, source }) => ({
      node,
      name: source.kind === "variable" ? source.variable : name,
      type: graph.nodes[node].output,
      unused: plan.lastUse[node] === node,
      isVariable: source.kind === "variable"
    }));
    return {
      graph: original,
      fused,
      plannedPeakBytes: plan.peakBytes,
      instructions,
      constants: this.uploadConstants(graph),
      fed: inputs.filter((input) => !input.isVariable),
      variables: inputs.filter((input) => input.isVariable)
    };
  }
  async run(program, feeds) {
    const prepared = this.prepared(program);
    const { outputs, name } = prepared.fused.graph;
    if (this.pending.size > 0 && outputs.some(({ kind }) => kind === "variable")) {
      throw new EngineError(
        `\`${name}\` would make new values of variables while those of the last run still wait: commit() or discard() them first`
      );
    }
    const values = this.execute(prepared, feeds);
    const results = /* @__PURE__ */ new Map();
    for (const { node, name: output, kind } of outputs) {
      const value = values[node];
      if (kind === "value") results.set(output, this.download(value));
      else this.pending.set(output, this.device.share(value, value.shape));
    }
    this.disposeAll(values);
    return results;
  }
  commit() {
    for (const [name, value] of this.pending) {
      const old = this.variables.get(name);
      if (old) this.device.dispose(old);
      this.variables.set(name, value);
    }
    this.pending.clear();
  }
  discard() {
    for (const value of this.pending.values()) this.device.dispose(value);
    this.pending.clear();
  }
  async trace(program, feeds) {
    const prepared = this.prepared(program);
    let found = null;
    const watch = (node, value, inputs) => {
      const kind = nonFinite(this.device.values(value));
      if (kind === null || inputs.some((input) => nonFinite(this.device.values(input)) !== null)) return false;
      found = { node, kind };
      return true;
    };
    const single = this.prepareFused(prepared.graph, unfused(prepared.graph));
    try {
      this.disposeAll(this.execute(single, feeds, watch));
    } finally {
      this.disposeConstants(single);
    }
    return found;
  }
  async profile(program, feeds) {
    const prepared = this.prepared(program);
    const times = [];
    const timed = prepared.instructions.map((instruction) => ({
      ...instruction,
      kernel: (inputs) => {
        const start = performance.now();
        const output = instruction.kernel(inputs);
        times.push({ node: prepared.fused.originals[instruction.node], milliseconds: performance.now() - start });
        return output;
      }
    }));
    this.disposeAll(this.execute({ ...prepared, instructions: timed }, feeds));
    return times;
  }
  liveTensors() {
    return this.ledger.values;
  }
  peakBytes() {
    return this.ledger.peakBytes;
  }
  resetPeak() {
    this.ledger.resetPeak();
  }
  dispose() {
    if (this.disposed) return;
    this.disposed = true;
    this.discard();
    for (const value of this.variables.values()) this.device.dispose(value);
    this.variables.clear();
    for (const program of this.programs) this.disposeConstants(program);
    this.programs.clear();
    this.close();
  }
  /** The values that are left when all instructions have run: those of outputs. Whoever calls disposes them. */
  execute(program, feeds, watch) {
    const { device } = this;
    const values = Array.from({ length: program.fused.graph.nodes.length });
    try {
      for (const [node, value] of program.constants) values[node] = device.share(value, value.shape);
      this.bindInputs(program, feeds, values);
      if (watch) {
        for (const { node } of program.fused.graph.inputs) if (values[node] && watch(node, values[node], [])) return values;
      }
      for (const { node, kernel, inputs, release } of program.instructions) {
        const read2 = inputs.map((id) => values[id]);
        const value = kernel(read2);
        values[node] = value;
        if (watch?.(node, value, read2)) return values;
        for (const id of release) {
          device.dispose(values[id]);
          values[id] = void 0;
        }
      }
      return values;
    } catch (error) {
      this.disposeAll(values);
      throw error;
    }
  }
  /** Puts fed values and variables in their places; what is fed and never read is not uploaded. */
  bindInputs(program, feeds, values) {
    const { graph, fed, variables } = program;
    const known = new Set(fed.map(({ name }) => name));
    for (const name of feeds.keys()) {
      if (known.has(name)) continue;
      throw new EngineError(`\`${graph.name}\` has no input \`${name}\` to feed; it has ${list([...known])}`);
    }
    for (const { node, name, type } of variables) {
      const value = this.variable(name, graph.name);
      requireType(`variable \`${name}\` of \`${graph.name}\``, value, type);
      values[node] = this.device.share(value, value.shape);
    }
    for (const { node, name, type, unused } of fed) {
      const value = feeds.get(name);
      if (!value) throw new EngineError(`\`${graph.name}\` must be fed \`${name}\`, ${formatType(type)}`);
      requireType(`the feed \`${name}\` of \`${graph.name}\``, value, type);
      if (!unused) values[node] = this.upload(`the feed \`${name}\``, value);
    }
  }
  uploadConstants(graph) {
    const constants = /* @__PURE__ */ new Map();
    for (const { id, op, attributes, output } of graph.nodes) {
      if (op !== "Const") continue;
      const tensor = this.device.make(output.shape, output.dtype);
      const value = attributes["value"];
      const memory = this.device.values(tensor);
      if (typeof value === "number") memory.fill(value);
      else memory.set(value);
      constants.set(id, tensor);
    }
    return constants;
  }
  upload(what, { dtype, shape, data }) {
    const size = sizeOf(shape);
    if (data.length !== size || !(data instanceof arrays[dtype])) {
      throw new EngineError(
        `${what} is ${formatType({ dtype, shape })}, which takes a ${arrays[dtype].name} of ${size} cells, but its data are a ${data.constructor.name} of ${data.length}`
      );
    }
    const tensor = this.device.make(shape, dtype);
    this.device.values(tensor).set(data);
    return tensor;
  }
  download(tensor) {
    const dtype = tensor.dtype;
    const data = new arrays[dtype](sizeOf(tensor.shape));
    data.set(this.device.values(tensor));
    return { dtype, shape: tensor.shape, data };
  }
  variable(name, reader) {
    const value = this.variables.get(name);
    if (value) return value;
    const whose = reader === void 0 ? "" : ` that \`${reader}\` reads`;
    throw new EngineError(
      `variable \`${name}\`${whose} has no value: write() one first; there are ${list([...this.variables.keys()])}`
    );
  }
  prepared(program) {
    if (this.programs.has(program)) return program;
    throw new EngineError(
      `\`${program.graph.name}\` was not prepared by this engine, or the engine is disposed: prepare() it here`
    );
  }
  disposeConstants({ constants }) {
    for (const value of constants.values()) this.device.dispose(value);
  }
  disposeAll(values) {
    values.forEach((value) => value && this.device.dispose(value));
  }
};
var unfused = (graph) => ({ graph, fusions: /* @__PURE__ */ new Map(), originals: graph.nodes.map(({ id }) => id) });
var list = (names) => names.length ? names.map((name) => `\`${name}\``).join(", ") : "none";
function requireType(what, value, type) {
  if (value.dtype === type.dtype && sameShape(value.shape, type.shape)) return;
  const found = formatType({ dtype: value.dtype, shape: value.shape });
  throw new EngineError(`${what} is ${found}, but must be ${formatType(type)}`);
}
function nonFinite(values) {
  if (!(values instanceof Float32Array)) return null;
  let infinite = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value)) return "NaN";
    if (!Number.isFinite(value)) infinite = true;
  }
  return infinite ? "infinity" : null;
}

// src/runtime/engines/ledger.ts
var Ledger = class {
  liveBytes = 0;
  highest = 0;
  sizes = /* @__PURE__ */ new Map();
  /** Watches a backend's storage from now on. Only this object is changed, not its class. */
  watch(storage, bytesOf2) {
    const set = storage.set.bind(storage);
    const remove = storage.delete.bind(storage);
    storage.set = (id, data) => {
      set(id, data);
      this.count(id, bytesOf2(data));
    };
    storage.delete = (id) => {
      this.count(id, 0);
      this.sizes.delete(id);
      return remove(id);
    };
  }
  /** How many values are alive. */
  get values() {
    return this.sizes.size;
  }
  get peakBytes() {
    return this.highest;
  }
  resetPeak() {
    this.highest = this.liveBytes;
  }
  count(id, bytes) {
    this.liveBytes += bytes - (this.sizes.get(id) ?? 0);
    this.sizes.set(id, bytes);
    if (this.liveBytes > this.highest) this.highest = this.liveBytes;
  }
};

export {
  Executor,
  Ledger
};
