"""Computes expressions in PyTorch, with their first and second gradients, all in float64.

Reads one JSON list from standard input, of objects with `torch` (an expression) and `values` (name to dtype, shape and
data), and writes one line for each: the outputs by name, or `error`.
"""

import json
import sys

import torch
import torch.nn.functional as F

from library import *

torch.set_default_dtype(torch.float64)

# Values have their channels last, and kernels are [...taps, in, out]; PyTorch wants channels first and [out, in, ...taps].


def first(x):
    return x.movedim(-1, 1)


def last(x):
    return x.movedim(1, -1)


def kernel_of(kernel):
    return kernel.movedim(-1, 0).movedim(-1, 1)


def same(x, kernel, stride, dilation):
    """TensorFlow's SAME: the output is the input divided by the stride, and an odd cell of padding goes after."""
    margins = []
    for side in reversed(x.shape[2:]):
        total = max((-(-side // stride) - 1) * stride + (kernel - 1) * dilation + 1 - side, 0)
        margins += [total // 2, total - total // 2]
    return F.pad(x, margins)


def conv(x, kernel, bias=None, stride=1, padding=0, dilation=1, groups=1):
    x = first(x)
    if padding == "same":
        x, padding = same(x, kernel.shape[0], stride, dilation), 0
    convolve = [F.conv1d, F.conv2d, F.conv3d][x.dim() - 3]
    return last(convolve(x, kernel_of(kernel), bias, stride, padding, dilation, groups))


def conv_transpose(x, kernel, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Kernels are [...taps, out of a group, in], which PyTorch has as [in, out of a group, ...taps]."""
    x = first(x)
    transpose = [F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d][x.dim() - 3]
    if padding == "same":
        # the whole result, without what SAME pads where the convolution starts from it
        whole = transpose(x, kernel_of(kernel), bias, stride, 0, 0, groups, dilation)
        reach = (kernel.shape[0] - 1) * dilation + 1
        for axis in range(2, x.dim()):
            total = max(reach - stride, 0)
            missing = max(stride - reach, 0)
            whole = F.pad(whole, [0, 0] * (x.dim() - 1 - axis) + [0, missing])
            whole = whole.narrow(axis, total // 2, x.shape[axis] * stride)
        return last(whole)
    return last(transpose(x, kernel_of(kernel), bias, stride, padding, 0, groups, dilation))


def each(function, x, kernel, **how):
    """Applies it to each example with a kernel of its own."""
    return torch.cat([function(x[i : i + 1], kernel[i], **how) for i in range(len(x))])


def pool(function, x, size, stride=None, padding=0):
    return last(function(first(x), size, stride, padding))


def average(function, x, size, stride=None, padding=0):
    return last(function(first(x), size, stride, padding, count_include_pad=False))


def upfirdn(x, taps, up=1, down=1, padding=(0, 0), gain=1):
    """Karras et al. 2020, step by step: zeros after each pixel, padding, a true convolution, every so many pixels."""
    x = first(x)
    n, c, h, w = x.shape
    x = F.pad(x.reshape(n, c, h, 1, w, 1), [0, up - 1, 0, 0, 0, up - 1]).reshape(n, c, h * up, w * up)
    x = F.pad(x, [*padding, *padding])
    f = torch.tensor(taps, dtype=torch.float64)
    f = torch.outer(f, f).flip(0, 1) * gain
    x = F.conv2d(x, f.expand(c, 1, -1, -1), groups=c)
    return last(x[:, :, ::down, ::down])


def normalized(*taps):
    return [tap / sum(taps) for tap in taps]


def total_square(tensors):
    return sum((tensor**2).sum() for tensor in tensors)


def tensor_of(value):
    data = torch.tensor(value["data"], dtype={"float32": torch.float64, "int32": torch.int64}[value["dtype"]])
    return data.reshape(value["shape"]).requires_grad_(data.is_floating_point())


def outputs(expression, values):
    tensors = {name: tensor_of(value) for name, value in values.items()}
    y = eval(expression, globals(), tensors)
    if "projection" not in tensors:
        return {"y": y.reshape(-1).tolist()}
    projection = tensors["projection"]
    names = [name for name, value in tensors.items() if value.is_floating_point() and name != "projection"]
    wrt = [tensors[name] for name in names]
    assert list(y.shape) == list(projection.shape), f"{list(y.shape)} for {list(projection.shape)}"
    once = torch.autograd.grad((y * projection).sum(), wrt, create_graph=True, materialize_grads=True)
    twice = torch.autograd.grad(total_square(once), [*wrt, projection], allow_unused=True)
    found = {"y": y}
    found |= {f"d {name}": gradient for name, gradient in zip(names, once)}
    for name, value, gradient in zip([*names, "projection"], [*wrt, projection], twice):
        found[f"dd {name}"] = torch.zeros_like(value) if gradient is None else gradient
    return {name: value.detach().reshape(-1).tolist() for name, value in found.items()}


for case in json.load(sys.stdin):
    try:
        print(json.dumps(outputs(case["torch"], case["values"])))
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}))
