"""
The models of the specs beside this file, written by hand in PyTorch, trained on the weights, minibatches and draws that
ganspec exports. Nothing here is generated: it is the independent half of tests/torch/agreement.test.ts.

    peer.py FOLDER float64    then, on standard input, the names of cases, one a line

It computes in double precision, so that what is found apart is ganspec's rounding alone (`float32` is there to compare).

For each case it reads FOLDER/CASE.weights.safetensors (NETWORK/layer/weight, kernels as TensorFlow has them) and
FOLDER/CASE.feeds.safetensors (STEP/name; `first/name` for the gradients at the initial weights), and writes
FOLDER/CASE.losses.json (for each step, the losses by name) and FOLDER/CASE.result.safetensors (`gradient/LOSS/weight`,
`final/weight`). Then it prints a line of JSON: `{"trained": CASE}`, or `{"error": TRACEBACK}`.
"""

import copy
import json
import math
import sys
import traceback
from contextlib import contextmanager

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.utils import clip_grad_norm_, clip_grad_value_
from torch.optim import SGD, Adam, AdamW, RMSprop
from torch.optim.lr_scheduler import CosineAnnealingLR, LambdaLR, StepLR

STEPS = 20


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def flatten(x):
    """In TensorFlow's order, channels last."""
    return nhwc(x).flatten(1)


def drop(x, mask, rate):
    """Dropout with a given mask of what is kept, [n, h, w, c]."""
    return x * nchw(mask) / (1 - rate)


# ── DCGAN ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class DcganGenerator(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.width = width
        self.dense = nn.Linear(100, 7 * 7 * 4 * width, bias=False)
        self.batch_norm = nn.BatchNorm1d(7 * 7 * 4 * width)
        self.conv2d_transpose = nn.ConvTranspose2d(4 * width, 2 * width, 5, padding=2, bias=False)
        self.batch_norm_1 = nn.BatchNorm2d(2 * width)
        # Without padding, the output is 2 n + 3; TensorFlow's SAME takes off one row before and two after.
        self.conv2d_transpose_1 = nn.ConvTranspose2d(2 * width, width, 5, stride=2, bias=False)
        self.batch_norm_2 = nn.BatchNorm2d(width)
        self.conv2d_transpose_2 = nn.ConvTranspose2d(width, 1, 5, stride=2, bias=False)

    def forward(self, z):
        h = F.leaky_relu(self.batch_norm(self.dense(z)), 0.3)
        h = nchw(h.reshape(-1, 7, 7, 4 * self.width))
        h = F.leaky_relu(self.batch_norm_1(self.conv2d_transpose(h)), 0.3)
        h = self.conv2d_transpose_1(h)[:, :, 1:-2, 1:-2]
        h = F.leaky_relu(self.batch_norm_2(h), 0.3)
        return torch.tanh(self.conv2d_transpose_2(h)[:, :, 1:-2, 1:-2])


class DcganDiscriminator(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.conv2d = nn.Conv2d(1, width, 5, stride=2)
        self.conv2d_1 = nn.Conv2d(width, 2 * width, 5, stride=2)
        self.dense = nn.Linear(7 * 7 * 2 * width, 1)

    def forward(self, x, mask, mask_1):
        # TensorFlow's SAME with stride 2 and kernel 5 on an even side: one row before, two after.
        h = drop(F.leaky_relu(self.conv2d(F.pad(x, (1, 2, 1, 2))), 0.3), mask, 0.3)
        h = drop(F.leaky_relu(self.conv2d_1(F.pad(h, (1, 2, 1, 2))), 0.3), mask_1, 0.3)
        return self.dense(flatten(h))


def bce(logits, target):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target))


class Dcgan:
    losses = {'d': 'D', 'g': 'G'}

    def __init__(self):
        self.G, self.D = DcganGenerator(), DcganDiscriminator()

    def judge(self, x, feeds, call):
        return self.D(x, feeds[f'draw/{call}/dropout/mask'], feeds[f'draw/{call}/dropout_1/mask'])

    def d(self, feeds):
        fake = sample(self.G, feeds['draw/z'])
        real = self.judge(nchw(feeds['data/x']), feeds, 'd/D')
        return bce(real, 1.0) + bce(self.judge(fake, feeds, 'd/D_1'), 0.0)

    def g(self, feeds):
        return bce(self.judge(self.G(feeds['draw/z']), feeds, 'g/D'), 1.0)

    def step(self, feeds, minimize, step):
        minimize('d', feeds)
        minimize('g', feeds)


# ── WGAN and WGAN-GP ────────────────────────────────────────────────────────────────────────────────────────────────


class WganGpGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(32, 7 * 7 * 16)
        self.conv2d_transpose = nn.ConvTranspose2d(16, 8, 4, stride=2, padding=1)
        self.conv2d_transpose_1 = nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1)

    def forward(self, z):
        h = nchw(F.relu(self.dense(z)).reshape(-1, 7, 7, 16))
        return torch.tanh(self.conv2d_transpose_1(F.relu(self.conv2d_transpose(h))))


class WganGpCritic(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.activation = activation
        self.conv2d = nn.Conv2d(1, 8, 5, stride=2)
        self.conv2d_1 = nn.Conv2d(8, 16, 5, stride=2)
        self.dense = nn.Linear(7 * 7 * 16, 1, bias=False)

    def forward(self, x):
        h = self.activation(self.conv2d(F.pad(x, (1, 2, 1, 2))))
        h = self.activation(self.conv2d_1(F.pad(h, (1, 2, 1, 2))))
        return self.dense(flatten(h))


class WganGp:
    losses = {'critic': 'D', 'generator': 'G'}

    def __init__(self, activation):
        self.G, self.D = WganGpGenerator(), WganGpCritic(activation)

    def critic(self, feeds):
        x, t = nchw(feeds['data/x']), feeds['draw/critic/gradient_penalty/t'].reshape(-1, 1, 1, 1)
        fake = sample(self.G, feeds['draw/z'])
        between = (x + t * (fake - x)).requires_grad_()
        (slope,) = torch.autograd.grad(self.D(between).sum(), between, create_graph=True)
        penalty = ((slope.flatten(1).norm(dim=1) - 1) ** 2).mean()
        return self.D(fake).mean() - self.D(x).mean() + 10 * penalty

    def generator(self, feeds):
        return -self.D(self.G(feeds['draw/z'])).mean()

    def step(self, feeds, minimize, step):
        for i in (1, 2):
            minimize('critic', feeds.of_round(i))
        minimize('generator', feeds)


class WganGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense, self.dense_1 = nn.Linear(4, 32), nn.Linear(32, 2)

    def forward(self, z):
        return self.dense_1(torch.tanh(self.dense(z)))


class WganCritic(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense, self.dense_1, self.dense_2 = nn.Linear(2, 32), nn.Linear(32, 32), nn.Linear(32, 1, bias=False)

    def forward(self, x):
        return self.dense_2(torch.tanh(self.dense_1(torch.tanh(self.dense(x)))))


class Wgan:
    losses = {'critic': 'D', 'generator': 'G'}

    def __init__(self):
        self.G, self.D = WganGenerator(), WganCritic()

    def critic(self, feeds):
        return self.D(sample(self.G, feeds['draw/z'])).mean() - self.D(feeds['data/x']).mean()

    def generator(self, feeds):
        return -self.D(self.G(feeds['draw/z'])).mean()

    def step(self, feeds, minimize, step):
        for i in (1, 2, 3):
            minimize('critic', feeds.of_round(i))
            with torch.no_grad():
                for weight in self.D.parameters():
                    weight.clamp_(-0.05, 0.05)
        minimize('generator', feeds)


# ── dense layers and activations ────────────────────────────────────────────────────────────────────────────────────


class PointsGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense, self.dense_1, self.dense_2 = nn.Linear(4, 24), nn.Linear(24, 24), nn.Linear(24, 24)
        self.dense_3 = nn.Linear(24, 2)

    def forward(self, z):
        return self.dense_3(F.silu(self.dense_2(F.gelu(self.dense_1(F.elu(self.dense(z)))))))


class PointsDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense, self.dense_1, self.dense_2 = nn.Linear(2, 24), nn.Linear(24, 24), nn.Linear(24, 24)
        self.dense_3, self.layer_norm, self.dense_4 = nn.Linear(24, 24), nn.LayerNorm(8), nn.Linear(8, 1)

    def forward(self, x):
        h = F.softplus(self.dense_1(F.selu(self.dense(x))))
        h = torch.softmax(self.dense_2(h), dim=1)
        h = self.dense_3(h).reshape(-1, 8, 3).amax(dim=2)
        return self.dense_4(self.layer_norm(h))


class Points:
    losses = {'d': 'D', 'g': 'G'}

    def __init__(self):
        self.G, self.D = PointsGenerator(), PointsDiscriminator()

    def share(self, feeds):
        return 0.1

    def d(self, feeds):
        real, fake = self.D(feeds['data/x']), self.D(sample(self.G, feeds['draw/z']))
        hinge = F.relu(1 - real).mean() + F.relu(1 + fake).mean()
        return hinge + self.share(feeds) * (bce(real, 1.0) + bce(fake, 0.0))

    def g(self, feeds):
        return bce(self.D(self.G(feeds['draw/z'])), 1.0)

    def step(self, feeds, minimize, step):
        minimize('d', feeds)
        minimize('g', feeds)


class PointsWithSchedules(Points):
    """The share of one term rises from 0.1 to 0.5 in ten steps."""

    def share(self, feeds):
        step = 0 if feeds.step == 'first' else feeds.step
        return 0.1 + 0.4 * min(step / 10, 1)


class PointsAccumulated(Points):
    """Four minibatches for D, three for G: rounds 1 to 7."""

    def step(self, feeds, minimize, step):
        minimize('d', *(feeds.of_round(n) for n in (1, 2, 3, 4)))
        minimize('g', *(feeds.of_round(n) for n in (5, 6, 7)))


class PointsTogether(Points):
    def step(self, feeds, minimize, step):
        updates = [minimize.prepare('d', feeds), minimize.prepare('g', feeds)]
        for update in updates:
            update()


# ── the layers that DCGAN lacks ─────────────────────────────────────────────────────────────────────────────────────


class LayersGenerator(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(10, 8)
        self.dense = nn.Linear(24, 3 * 3 * 16)
        self.conv2d_transpose = nn.ConvTranspose2d(16, 12, 3, stride=2, bias=False)
        self.batch_norm = nn.BatchNorm2d(12)
        self.conv2d = nn.Conv2d(12, 8, 3, padding=1, bias=False)
        self.instance_norm = nn.InstanceNorm2d(8)
        self.conv2d_transpose_1 = nn.ConvTranspose2d(8, 8, 4, stride=2, padding=1)
        # One group of all channels: layer normalisation of maps with a scale and an offset for each channel.
        self.layer_norm = nn.GroupNorm(1, 8)
        self.conv2d_1 = nn.Conv2d(8, 1, 4)

    def forward(self, z, label):
        h = F.leaky_relu(self.dense(torch.cat([z, self.embedding(label)], dim=1)), 0.2)
        h = nchw(h.reshape(-1, 3, 3, 16))
        h = F.leaky_relu(self.batch_norm(self.conv2d_transpose(h)), 0.2)
        h = F.elu(self.instance_norm(self.conv2d(F.interpolate(h, scale_factor=2, mode='nearest'))))
        h = F.gelu(self.layer_norm(self.conv2d_transpose_1(h)))
        return torch.tanh(self.conv2d_1(F.pad(h, (1, 2, 1, 2))))


class LayersDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv2d = nn.Conv2d(1, 8, 3, bias=False)
        self.instance_norm = nn.InstanceNorm2d(8, affine=True)
        self.conv2d_1 = nn.Conv2d(8, 16, 4, stride=2, padding=1, bias=False)
        self.batch_norm = nn.BatchNorm2d(16, momentum=0.2)
        self.conv2d_2 = nn.Conv2d(16, 8, 3, dilation=2)
        self.layer_norm = nn.GroupNorm(1, 8)
        self.dense = nn.Linear(6 * 6 * 8, 1)
        self.dense_1 = nn.Linear(8, 10)

    def forward(self, x, mask):
        h = F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)
        h = torch.tanh(self.instance_norm(self.conv2d(h)))
        h = F.max_pool2d(h, 3, stride=2, padding=1)
        h = F.interpolate(h, scale_factor=2, mode='bilinear', align_corners=False)
        h = F.silu(self.batch_norm(self.conv2d_1(h)))
        h = torch.tanh(self.layer_norm(self.conv2d_2(F.pad(h, (1, 1, 1, 1), mode='reflect'))))
        h = F.pad(drop(h, mask, 0.25), (1, 1, 1, 1))
        return self.dense(flatten(h)), self.dense_1(h.mean(dim=(2, 3)))


class Layers:
    losses = {'d': 'D', 'penalty': 'D', 'g': 'G'}

    def __init__(self):
        self.G, self.D = LayersGenerator(), LayersDiscriminator()
        self.G_average = copy.deepcopy(self.G)

    def d(self, feeds):
        label = feeds['data/label'].long()
        real, real_label = self.D(nchw(feeds['data/x']), feeds['draw/on_real/D/dropout/mask'])
        fake, _ = self.D(sample(self.G, feeds['draw/z'], label), feeds['draw/on_fake/D/dropout/mask'])
        return 0.5 * ((real - 1) ** 2).mean() + 0.5 * (fake**2).mean() + F.cross_entropy(real_label, label)

    def g(self, feeds):
        label = feeds['data/label'].long()
        fake = self.G(feeds['draw/z'], label)
        with frozen_statistics(self.D):
            validity, found = self.D(fake, feeds['draw/on_fake/D/dropout/mask'])
        return 0.5 * ((validity - 1) ** 2).mean() + F.cross_entropy(found, label)

    def penalty(self, feeds):
        x = nchw(feeds['data/x']).clone().requires_grad_()
        near = x + 0.1 * (nchw(feeds['draw/noise']) - x)
        validity, _ = self.D(near, feeds['draw/penalty/D/dropout/mask'])
        (slope,) = torch.autograd.grad(validity.sum(), x, create_graph=True)
        return 0.5 * (slope**2).sum(dim=(1, 2, 3)).mean()

    def step(self, feeds, minimize, step):
        minimize('d', feeds)
        if (step + 1) % 4 == 0:
            minimize('penalty', feeds)
        minimize('g', feeds)
        with torch.no_grad():
            averages, values = (
                [v for v in network.state_dict().values() if v.is_floating_point()]
                for network in (self.G_average, self.G)
            )
            for average, value in zip(averages, values, strict=True):
                average.mul_(0.9).add_(value, alpha=0.1)


# ── training ────────────────────────────────────────────────────────────────────────────────────────────────────────


# ── sequences ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Lstm(nn.Module):
    """PyTorch's own LSTM, with its two weights side by side and one bias, which is what a layer of [x, h] has."""

    def __init__(self, features, units):
        super().__init__()
        self.features, self.units = features, units
        self.dense = nn.Linear(features + units, 4 * units)

    def forward(self, x):
        weight, bias = self.dense.weight, self.dense.bias
        parts = [weight[:, :self.features], weight[:, self.features:], bias, torch.zeros_like(bias)]
        start = [x.new_zeros(1, len(x), self.units) for _ in range(2)]
        out, _, _ = torch.lstm(x, start, parts, True, 1, 0.0, False, False, True)
        return out


class SequenceGenerator(nn.Module):
    def __init__(self, lstm):
        super().__init__()
        self.lstm = lstm
        for name, layer in lstm.named_children():
            self.add_module(name, layer)
        self.dense_1 = nn.Linear(28 * 12, 784)

    def forward(self, z):
        return torch.tanh(self.dense_1(self.lstm(z).flatten(1))).reshape(-1, 1, 28, 28)


class SequenceCritic(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = Lstm(28, 12)
        self.dense = self.lstm.dense
        self.dense_1 = nn.Linear(12, 1, bias=False)

    def forward(self, x):
        return self.dense_1(self.lstm(x.reshape(-1, 28, 28))[:, -1])


class Sequences(WganGp):
    def __init__(self):
        self.G, self.D = SequenceGenerator(Lstm(6, 12)), SequenceCritic()


class NormalizedLstm(nn.Module):
    """Batch normalisation of what the gates are made of, at each step by the batch of that step."""

    def __init__(self, features, units):
        super().__init__()
        self.units = units
        self.dense, self.batch_norm = nn.Linear(features + units, 4 * units, bias=False), nn.BatchNorm1d(4 * units)

    def forward(self, x):
        h = cell = x.new_zeros(len(x), self.units)
        steps = []
        for part in x.unbind(1):
            i, f, g, o = self.batch_norm(self.dense(torch.cat([part, h], dim=1))).chunk(4, dim=1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(cell)
            steps.append(h)
        return torch.stack(steps, dim=1)


class NormalizedSequences(WganGp):
    def __init__(self):
        self.G, self.D = SequenceGenerator(NormalizedLstm(6, 12)), SequenceCritic()


@contextmanager
def frozen_statistics(network):
    """In ganspec, moving statistics follow only while the network itself is trained."""
    norms = [m for m in network.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
    momenta = [m.momentum for m in norms]
    for m in norms:
        m.momentum = 0.0
    try:
        yield
    finally:
        for m, momentum in zip(norms, momenta, strict=True):
            m.momentum = momentum


def sample(generator, *inputs):
    """Generated examples for a discriminator's loss."""
    with torch.no_grad(), frozen_statistics(generator):
        return generator(*inputs)


def sgd(lr, **settings):
    return lambda parameters: SGD(parameters, lr=lr, **settings)


def adam(lr, **settings):
    return lambda parameters: Adam(parameters, lr=lr, **settings)


def adamw(lr, **settings):
    return lambda parameters: AdamW(parameters, lr=lr, **settings)


def rmsprop(lr, **settings):
    return lambda parameters: RMSprop(parameters, lr=lr, **settings)


def clipped(make, clip, bound):
    """The gradients are clipped before each update."""

    def optimizer(parameters):
        parameters = list(parameters)
        made = make(parameters)

        def before_step(*_):
            clip(parameters, bound)

        made.register_step_pre_hook(before_step)
        return made

    return optimizer


def linear(t):
    """From 1 to 0.1 between steps 5 and 20."""
    return 1 + (0.1 - 1) * min(max((t - 5) / 15, 0), 1)


class BetaSchedule:
    """Adam's beta1 rises from 0 to 0.8 in 16 steps."""

    def __init__(self, optimizer):
        self.optimizer, self.made = optimizer, -1
        self.step()

    def step(self):
        self.made += 1
        (group,) = self.optimizer.param_groups
        group['betas'] = (0.05 * min(self.made, 16), group['betas'][1])


# For each case: the model, the optimizers of D and G, and a learning-rate scheduler.
CASES = {
    'dcgan, sgd': (Dcgan, sgd(0.01), sgd(0.01)),
    'dcgan, momentum': (Dcgan, sgd(0.01, momentum=0.9), sgd(0.01, momentum=0.9)),
    'dcgan, adam': (Dcgan, adam(2e-4, betas=(0.5, 0.999)), adam(2e-4, betas=(0.5, 0.999))),
    'points, adamw': (Points, adamw(1e-3, weight_decay=0.1), adamw(1e-3, weight_decay=0.1)),
    'points, nesterov': (Points, *[sgd(0.02, momentum=0.9, nesterov=True, weight_decay=0.01)] * 2),
    'points, linear': (Points, sgd(0.1), sgd(0.1), lambda o: LambdaLR(o, linear)),
    'points, cosine': (Points, sgd(0.1), sgd(0.1), lambda o: CosineAnnealingLR(o, T_max=20, eta_min=0.01)),
    'points, step': (Points, sgd(0.1), sgd(0.1), lambda o: StepLR(o, step_size=6, gamma=0.5)),
    'points, warmup': (Points, sgd(0.1), sgd(0.1), lambda o: LambdaLR(o, lambda t: min((t + 1) / 8, 1) * linear(t))),
    'points, clip_norm': (Points, *[clipped(sgd(0.1), clip_grad_norm_, 0.4)] * 2),
    'points, clip_value': (Points, *[clipped(adam(1e-3, betas=(0.5, 0.999)), clip_grad_value_, 0.02)] * 2),
    'points, schedules': (PointsWithSchedules, *[adam(1e-3, betas=(0.0, 0.99))] * 2, BetaSchedule),
    'points, accumulating': (PointsAccumulated, sgd(0.1), sgd(0.1)),
    'points, simultaneously': (PointsTogether, *[adam(1e-3, betas=(0.5, 0.999))] * 2),
    'points, cpu': (Points, sgd(0.1), sgd(0.1)),
    'wgan, rmsprop and clip': (Wgan, rmsprop(1e-3, alpha=0.99), rmsprop(1e-3, alpha=0.9, momentum=0.5)),
    'sequences, sgd': (Sequences, sgd(0.01), sgd(0.01)),
    'sequences, adam': (Sequences, *[adam(1e-3, betas=(0.5, 0.999))] * 2),
    'sequences, batch_norm': (NormalizedSequences, sgd(0.002), sgd(0.002)),
    'layers, sgd': (Layers, sgd(0.02), sgd(0.02)),
    'layers, adam': (Layers, adam(1e-3, betas=(0.5, 0.999)), adam(1e-3, betas=(0.5, 0.999))),
}
for name, activation in (('leaky_relu', lambda x: F.leaky_relu(x, 0.2)), ('tanh', torch.tanh)):
    model = lambda activation=activation: WganGp(activation)
    CASES[f'wgan_gp {name}, sgd'] = (model, sgd(0.002), sgd(0.002))
    CASES[f'wgan_gp {name}, momentum'] = (model, sgd(5e-4, momentum=0.9), sgd(5e-4, momentum=0.9))
    CASES[f'wgan_gp {name}, adam'] = (model, adam(5e-4, betas=(0.0, 0.9)), adam(5e-4, betas=(0.0, 0.9)))


class Feeds:
    """What one step is fed, by ganspec's names; each round of `repeat` has its own."""

    def __init__(self, tensors, step, suffix=''):
        self.tensors, self.step, self.suffix = tensors, step, suffix

    def __getitem__(self, name):
        return self.tensors[f'{self.step}/{name}{self.suffix}']

    def of_round(self, number):
        return Feeds(self.tensors, self.step, f'@{number}')


# For each kind of module, ganspec's names of its tensors, and the permutation that turns the one layout into the other
# (all are their own inverses but the kernels', which are [height, width, in, out] there and [out, in, height, width] here).
KERNEL = ((3, 2, 0, 1), (2, 3, 1, 0))
NORM = {'weight': ('gamma', None), 'bias': ('beta', None)}
LAYOUTS = {
    nn.Linear: {'weight': ('kernel', ((1, 0), (1, 0))), 'bias': ('bias', None)},
    nn.Conv2d: {'weight': ('kernel', KERNEL), 'bias': ('bias', None)},
    nn.ConvTranspose2d: {'weight': ('kernel', KERNEL), 'bias': ('bias', None)},
    nn.Embedding: {'weight': ('table', None)},
    nn.BatchNorm1d: {**NORM, 'running_mean': ('moving_mean', None), 'running_var': ('moving_variance', None)},
    nn.BatchNorm2d: {**NORM, 'running_mean': ('moving_mean', None), 'running_var': ('moving_variance', None)},
    nn.InstanceNorm2d: NORM,
    nn.LayerNorm: NORM,
    nn.GroupNorm: NORM,
}


def networks(model):
    return {name: value for name, value in vars(model).items() if isinstance(value, nn.Module)}


def weights(network, prefix):
    """(ganspec's name, the tensor here, the two permutations) of every tensor of a network."""
    for layer, module in network.named_children():
        if isinstance(module, (Lstm, NormalizedLstm)):
            continue
        for ours, (theirs, permutations) in LAYOUTS[type(module)].items():
            tensor = getattr(module, ours, None)
            if tensor is not None:
                yield f'{prefix}/{layer}/{theirs}', tensor, permutations


def put(model, tensors):
    left = dict(tensors)
    with torch.no_grad():
        for prefix, network in networks(model).items():
            for name, tensor, permutations in weights(network, prefix):
                given = left.pop(name)
                tensor.copy_(given.permute(permutations[0]) if permutations else given)
    if left:
        raise ValueError(f'weights that the model here lacks: {sorted(left)}')


def exported(tensor, permutations):
    tensor = tensor.detach()
    return (tensor.permute(permutations[1]) if permutations else tensor).to(torch.float32, copy=True).contiguous()


def first_gradients(model, feeds):
    """Of every loss, at the initial weights."""
    found = {}
    model = copy.deepcopy(model)
    for loss, prefix in model.losses.items():
        clear_gradients(model)
        getattr(model, loss)(feeds).backward()
        for name, tensor, permutations in weights(getattr(model, prefix), prefix):
            if isinstance(tensor, nn.Parameter):
                gradient = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
                found[f'gradient/{loss}/{name}'] = exported(gradient, permutations)
    return found


def clear_gradients(model):
    for network in networks(model).values():
        network.zero_grad()


class Minimize:
    """Makes updates, and keeps the losses."""

    def __init__(self, model, optimizers, values):
        self.model, self.optimizers, self.values = model, optimizers, values

    def __call__(self, name, *feeds):
        self.prepare(name, *feeds)()

    def prepare(self, name, *feeds):
        """Computes the gradient, the mean over one or more minibatches, and returns the update."""
        network = self.model.losses[name]
        weights = list(getattr(self.model, network).parameters())
        losses, gradients = [], [torch.zeros_like(weight) for weight in weights]
        for minibatch in feeds:
            loss = getattr(self.model, name)(minibatch)
            losses.append(loss.item())
            # A weight that the loss does not reach has the gradient 0 in ganspec, and the optimizer's momentum moves it
            # on. PyTorch has no gradient then, and would leave it out.
            found = torch.autograd.grad(loss, weights, allow_unused=True)
            for mean, gradient in zip(gradients, found, strict=True):
                if gradient is not None:
                    mean.add_(gradient, alpha=1 / len(feeds))

        def update():
            for weight, gradient in zip(weights, gradients, strict=True):
                weight.grad = gradient
            self.optimizers[network].step()

        self.values[name] = math.fsum(losses) / len(losses)
        return update


def train(model, feeds, d_optimizer, g_optimizer, scheduler=None):
    optimizers = {'D': d_optimizer(model.D.parameters()), 'G': g_optimizer(model.G.parameters())}
    schedulers = [scheduler(optimizer) for optimizer in optimizers.values()] if scheduler else []
    losses = []
    for step in range(STEPS):
        values = {}

        model.step(Feeds(feeds, step), Minimize(model, optimizers, values), step)
        for s in schedulers:
            s.step()
        losses.append(values)
    return losses


def load(path):
    """Labels stay whole numbers."""
    return {k: v.to(torch.get_default_dtype()) if v.is_floating_point() else v for k, v in load_file(path).items()}


def run(folder, case):
    make, *optimizers = CASES[case]
    feeds = load(f'{folder}/{case}.feeds.safetensors')
    model = make()
    put(model, load(f'{folder}/{case}.weights.safetensors'))
    result = first_gradients(model, Feeds(feeds, 'first'))
    losses = train(model, feeds, *optimizers)
    for prefix, network in networks(model).items():
        for name, tensor, permutations in weights(network, prefix):
            result[f'final/{name}'] = exported(tensor, permutations)
    save_file(result, f'{folder}/{case}.result.safetensors')
    with open(f'{folder}/{case}.losses.json', 'w') as file:
        json.dump(losses, file)


if __name__ == '__main__':
    # The models are small: more threads would wait for one another.
    torch.set_num_threads(1)
    folder, precision = sys.argv[1:]
    torch.set_default_dtype(getattr(torch, precision))
    for line in sys.stdin:
        try:
            run(folder, line.strip())
            answer = {'trained': line.strip()}
        except Exception:
            answer = {'error': traceback.format_exc()}
        print(json.dumps(answer), flush=True)
