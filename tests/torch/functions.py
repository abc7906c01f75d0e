"""Computes expressions in PyTorch, with their first and second gradients, all in float64.

Reads one JSON list from standard input, of objects with `torch` (an expression) and `values` (name to shape and data),
and writes one line for each: the outputs by name, or `error`.
"""

import json
import sys

import torch

torch.set_default_dtype(torch.float64)


def total_square(tensors):
    return sum((tensor**2).sum() for tensor in tensors)


def outputs(expression, values):
    tensors = {
        name: torch.tensor(value["data"]).reshape(value["shape"]).requires_grad_() for name, value in values.items()
    }
    projection = tensors["projection"]
    names = [name for name in tensors if name != "projection"]
    wrt = [tensors[name] for name in names]
    y = eval(expression, globals(), tensors)
    assert list(y.shape) == list(projection.shape), f"{list(y.shape)} for {list(projection.shape)}"
    first = torch.autograd.grad((y * projection).sum(), wrt, create_graph=True)
    second = torch.autograd.grad(total_square(first), [*wrt, projection], allow_unused=True)
    found = {"y": y}
    found |= {f"d {name}": gradient for name, gradient in zip(names, first)}
    for name, value, gradient in zip([*names, "projection"], [*wrt, projection], second):
        found[f"dd {name}"] = torch.zeros_like(value) if gradient is None else gradient
    return {name: value.detach().reshape(-1).tolist() for name, value in found.items()}


for case in json.load(sys.stdin):
    try:
        print(json.dumps(outputs(case["torch"], case["values"])))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
