import {
  bytesOf,
  sameShape
} from "./chunk-XRU6SZGH.js";

// src/compiler/passes/plan-memory.ts
var aliasing = {
  Reshape: () => true,
  StopGradient: () => true,
  Cast: (input, output) => input.dtype === output.dtype,
  BroadcastTo: (input, output) => sameShape(input.shape, output.shape)
};
function aliasesInput(graph, node) {
  const test = aliasing[node.op];
  return test !== void 0 && test(graph.nodes[node.inputs[0]].output, node.output);
}
function planMemory(graph, workspace = () => 0) {
  const { nodes } = graph;
  const lastUse = lastUses(graph);
  const storage = nodes.map((node) => node.id);
  const freedAfter = [...lastUse];
  for (const node of nodes) {
    if (!aliasesInput(graph, node)) continue;
    const root = storage[node.inputs[0]];
    storage[node.id] = root;
    freedAfter[root] = Math.max(freedAfter[root], lastUse[node.id]);
  }
  const isSource = (node) => node.op === "Placeholder" || node.op === "Const";
  const owned = nodes.filter((node) => storage[node.id] === node.id);
  const dying = /* @__PURE__ */ new Map();
  for (const node of owned) {
    const after = freedAfter[node.id];
    dying.set(after, (dying.get(after) ?? 0) + bytesOf(node.output));
  }
  let live = owned.filter(isSource).reduce((sum, node) => sum + bytesOf(node.output), 0);
  let [peakBytes, peakNode] = [live, -1];
  for (const node of nodes) {
    if (!isSource(node)) {
      if (storage[node.id] === node.id) live += bytesOf(node.output);
      const during = live + workspace(node);
      if (during > peakBytes) [peakBytes, peakNode] = [during, node.id];
    }
    live -= dying.get(node.id) ?? 0;
  }
  return { lastUse, peakBytes, peakNode };
}
function lastUses(graph) {
  const lastUse = graph.nodes.map((node) => node.op === "Const" ? Infinity : node.id);
  for (const node of graph.nodes) for (const input of node.inputs) lastUse[input] = Math.max(lastUse[input], node.id);
  for (const { node, source } of graph.inputs) if (source.kind === "variable") lastUse[node] = Infinity;
  for (const { node } of graph.outputs) lastUse[node] = Infinity;
  return lastUse;
}

export {
  aliasesInput,
  planMemory
};
