"""Parts of the library as PyTorch has them, or as the papers have them, example by example. For tests/torch/library.test.ts."""

import torch
import torch.nn.functional as F

# Values have their channels last.


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


def spectral_norm(layer, weight, u, iterations=1):
    layer = torch.nn.utils.spectral_norm(layer, n_power_iterations=iterations, eps=1e-12)
    with torch.no_grad():
        layer.weight_orig.copy_(weight)
        layer.weight_u.copy_(u)
    return layer


def recurrent(kind, xs, from_input, from_state, bias, second_bias):
    layer = kind(from_input.shape[0], from_state.shape[0], batch_first=True)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(from_input.T)
        layer.weight_hh_l0.copy_(from_state.T)
        layer.bias_ih_l0.copy_(bias)
        layer.bias_hh_l0.copy_(torch.zeros_like(bias) if second_bias is None else second_bias)
    return layer(xs)[0]


def self_attention(x, query, key, value, out, gamma):
    pixels = x.flatten(1, 2)
    seen = ((pixels @ query) @ (pixels @ key).mT).softmax(-1) @ (pixels @ value)
    return x + gamma * (seen @ out).reshape(x.shape)


def virtual_batch_norm(x, reference, gamma, beta):
    """With each example in turn put into the reference batch, as one that counts as much as the others."""
    n = len(reference)
    found = []
    for example in x:
        both = torch.cat((reference, example[None]))
        variance, mean = torch.var_mean(both, (0, 1, 2), correction=0)
        found.append((example - mean) / (variance + 1e-5).sqrt())
    own = F.batch_norm(reference.movedim(-1, 1), None, None, training=True).movedim(1, -1)
    return torch.stack(found) * gamma + beta + 10 * (own * gamma + beta)


def minibatch_stddev(x, size):
    found = []
    for examples in x.split(size):
        deviation = (examples.var(0, correction=0) + 1e-8).sqrt().mean()
        found.append(torch.cat((examples, deviation.expand(*examples.shape[:3], 1)), -1))
    return torch.cat(found)


def minibatch_discrimination(x, tensor):
    m = torch.einsum("na,abc->nbc", x, tensor)
    closeness = [[(-(one - other).abs().sum(-1)).exp() for other in m] for one in m]
    return torch.cat((x, torch.stack([sum(row) for row in closeness])), 1)


def pulling_away(codes):
    cosines = [F.cosine_similarity(codes[i], codes[j], 0) for i in range(len(codes)) for j in range(len(codes)) if i != j]
    return torch.stack(cosines).square().mean()


def crammer_singer(outputs, labels):
    found = []
    for row, label in zip(outputs, labels):
        others = max(value for i, value in enumerate(row) if i != label)
        found.append(F.relu(1 - row[label] + others))
    return torch.stack(found).mean()


def conditional_contrastive(features, proxies, labels, t):
    f, p = F.normalize(features), F.normalize(proxies)
    found = []
    for i in range(len(f)):
        own = (f[i] @ p[i] / t).exp()
        others = [k for k in range(len(f)) if k != i]
        near = {k: (f[i] @ f[k] / t).exp() for k in others}
        same = sum(near[k] for k in others if labels[k] == labels[i])
        found.append(-((own + same) / (own + sum(near.values()))).log())
    return torch.stack(found).mean()


def data_to_data_cross_entropy(features, proxies, labels, t, positive, negative):
    f, p = F.normalize(features), F.normalize(proxies)
    found = []
    for i in range(len(f)):
        own = ((f[i] @ p[i] - positive).clamp(max=0) / t).exp()
        others = [k for k in range(len(f)) if labels[k] != labels[i]]
        far = sum(((f[i] @ f[k] - negative).clamp(min=0) / t).exp() for k in others)
        found.append(-(own / (own + far)).log())
    return torch.stack(found).mean()


def modulated_conv2d(x, style, weight):
    kernel, channels = weight.shape[0], weight.shape[2]
    weight = weight.movedim(-1, 0).movedim(-1, 1) / (kernel**2 * channels) ** 0.5
    found = []
    for example, s in zip(x.movedim(-1, 1), style):
        modulated = weight * s[None, :, None, None]
        modulated = modulated / (modulated.square().sum((1, 2, 3), keepdim=True) + 1e-8).sqrt()
        found.append(F.conv2d(example[None], modulated, padding=kernel // 2)[0])
    return torch.stack(found).movedim(1, -1)


def translated(x, vertical, horizontal):
    found = torch.zeros_like(x)
    n, h, w, _ = x.shape
    for i in range(n):
        for row in range(h):
            for column in range(w):
                from_row, from_column = row - vertical[i], column - horizontal[i]
                if 0 <= from_row < h and 0 <= from_column < w:
                    found[i, row, column] = x[i, from_row, from_column]
    return found


def cut_out(x, rows, columns, height, width):
    found = x.clone()
    for i in range(len(x)):
        top, left = int(rows[i]) - height // 2, int(columns[i]) - width // 2
        found[i, max(top, 0) : top + height, max(left, 0) : left + width] = 0
    return found
