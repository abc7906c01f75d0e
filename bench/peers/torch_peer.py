"""The measured specs as one writes them in PyTorch, eagerly: torch_peer.py MODEL THREADS [--device cuda] [--batch N]
[--precision bf16, of dcgan].

    dcgan     bench/specs/dcgan.gan
    wgan-gp   bench/specs/wgan_gp.gan
    ring      specs/ring.gan

Reads a number of steps a line and answers with the milliseconds of each; for the line `memory`, with the most bytes
that this process has held. On a GPU a step's time is that of all asked for, from a GPU that has nothing to do to one
that has nothing left to do, by their number; and PyTorch may do what TensorFlow does there by itself: multiply in TF32
and try which convolution is the quickest. With `--precision bf16`, networks and losses run under autocast to bfloat16, backward
passes and updates do not, as PyTorch's documentation advises. Kernels and margins are TensorFlow's "same": where they are uneven, one cell before and two
after.
"""
import argparse
import contextlib
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def adam(network, rate, **options):
    # Fused: on the CPU too the quickest of its three ways, if not the one it takes by itself.
    return torch.optim.Adam(network.parameters(), rate, fused=True, **options)


def minibatches(data, batch):
    """Endless, in a new order each epoch."""
    while True:
        order = torch.randperm(len(data), device=data.device)
        for start in range(0, len(data) - batch + 1, batch):
            yield data[order[start:start + batch]]


def update(optimizer, loss):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


def cross_entropy(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


class ConvolutionSame(nn.Module):
    """5 × 5, stride 2."""

    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.layer = nn.Conv2d(channels_in, channels_out, 5, stride=2)

    def forward(self, x):
        return self.layer(F.pad(x, (1, 2, 1, 2)))


def transposed_same(channels_in, channels_out, stride):
    """5 × 5."""
    if stride == 1:
        return nn.ConvTranspose2d(channels_in, channels_out, 5, padding=2, bias=False)
    return nn.ConvTranspose2d(channels_in, channels_out, 5, stride=2, padding=2, output_padding=1, bias=False)


def dcgan(device, batch=64, forward=contextlib.nullcontext()):
    generator = nn.Sequential(
        nn.Linear(100, 7 * 7 * 256, bias=False), nn.BatchNorm1d(7 * 7 * 256), nn.LeakyReLU(0.3),
        nn.Unflatten(1, (256, 7, 7)),
        transposed_same(256, 128, 1), nn.BatchNorm2d(128), nn.LeakyReLU(0.3),
        transposed_same(128, 64, 2), nn.BatchNorm2d(64), nn.LeakyReLU(0.3),
        transposed_same(64, 1, 2), nn.Tanh(),
    )
    discriminator = nn.Sequential(
        ConvolutionSame(1, 64), nn.LeakyReLU(0.3), nn.Dropout(0.3),
        ConvolutionSame(64, 128), nn.LeakyReLU(0.3), nn.Dropout(0.3),
        nn.Flatten(), nn.Linear(7 * 7 * 128, 1),
    )
    adam_d, adam_g = adam(discriminator, 1e-4), adam(generator, 1e-4)
    data = minibatches(torch.rand(2048, 1, 28, 28) * 2 - 1, batch)

    def step():
        with forward:
            fake = generator(torch.randn(batch, 100, device=device))
            d = cross_entropy(discriminator(next(data)), 1.0) + cross_entropy(discriminator(fake.detach()), 0.0)
        update(adam_d, d)
        discriminator.requires_grad_(False)
        with forward:
            g = cross_entropy(discriminator(fake), 1.0)
        update(adam_g, g)
        discriminator.requires_grad_(True)
        return d.item(), g.item()

    return step


def wgan_gp(device, batch=64):
    generator = nn.Sequential(
        nn.Linear(64, 7 * 7 * 64), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
        nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 4, stride=2, padding=1), nn.Tanh(),
    )
    critic = nn.Sequential(
        nn.Conv2d(1, 32, 4, stride=2, padding=1), nn.LeakyReLU(0.2),
        nn.Conv2d(32, 64, 4, stride=2, padding=1), nn.LeakyReLU(0.2),
        nn.Flatten(), nn.Linear(7 * 7 * 64, 1),
    )
    adam_d, adam_g = (adam(network, 5e-4, betas=(0.5, 0.9)) for network in (critic, generator))
    data = minibatches(torch.rand(10_000, 1, 28, 28) * 2 - 1, batch)

    def gradient_penalty(real, fake):
        between = torch.lerp(real, fake, torch.rand(batch, 1, 1, 1, device=device)).requires_grad_()
        gradient, = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
        return (gradient.flatten(1).norm(dim=1) - 1).square().mean()

    def step():
        for _ in range(5):
            real = next(data)
            with torch.no_grad():
                fake = generator(torch.randn(batch, 64, device=device))
            d = critic(fake).mean() - critic(real).mean() + 10 * gradient_penalty(real, fake)
            update(adam_d, d)
        critic.requires_grad_(False)
        g = -critic(generator(torch.randn(batch, 64, device=device))).mean()
        update(adam_g, g)
        critic.requires_grad_(True)
        return d.item(), g.item()

    return step


def ring(device, batch=256):
    steps = 5000

    def perceptron():
        return nn.Sequential(nn.Linear(2, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU())

    generator = nn.Sequential(*perceptron(), nn.Linear(128, 2))
    discriminator = nn.Sequential(*perceptron(), nn.Linear(128, 1))
    adam_d, adam_g = (adam(network, 1e-3, betas=(0.5, 0.999)) for network in (discriminator, generator))
    schedules = [torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps, 1e-5) for optimizer in (adam_d, adam_g)]
    angles = torch.randint(8, (100_000,)) * (2 * math.pi / 8)
    points = torch.stack([angles.cos(), angles.sin()], 1) + 0.01 * torch.randn(100_000, 2)
    data = minibatches(points, batch)

    def step():
        fake = generator(torch.randn(batch, 2, device=device))
        d = F.softplus(-discriminator(next(data))).mean() + F.softplus(discriminator(fake.detach())).mean()
        update(adam_d, d)
        discriminator.requires_grad_(False)
        g = F.softplus(-discriminator(fake)).mean()
        update(adam_g, g)
        discriminator.requires_grad_(True)
        for schedule in schedules:
            schedule.step()
        return d.item(), g.item()

    return step


def peak_bytes():
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def require_finite(losses):
    if not all(map(math.isfinite, losses)):
        sys.exit("the peer diverged")


def seconds_each(step, count):
    """On the CPU."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        losses = step()
        times.append(time.perf_counter() - start)
        require_finite(losses)
    return times


def seconds_together(step, count):
    """On a GPU, which is still at work when a call comes back."""
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(count):
        require_finite(step())
    torch.cuda.synchronize()
    return [(time.perf_counter() - start) / count] * count


models = {"dcgan": dcgan, "wgan-gp": wgan_gp, "ring": ring}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", choices=models)
    parser.add_argument("threads", type=int)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--precision", choices=["f32", "bf16"], default="f32")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    where, seconds = f"{asked.threads} threads", seconds_each
    if asked.device == "cuda":
        if not torch.cuda.is_available():
            sys.exit(f"PyTorch {torch.__version__} finds no GPU")
        where, seconds = torch.cuda.get_device_name(), seconds_together
        torch.set_float32_matmul_precision("high")
        torch.backends.cudnn.benchmark = True
    options = {"batch": asked.batch} if asked.batch else {}
    if asked.precision == "bf16":
        if asked.model != "dcgan":
            parser.error("only dcgan is written for autocast")
        options["forward"] = torch.autocast(asked.device, torch.bfloat16)
        where += ", bfloat16 autocast"
    # Only while the model is made: it would cost a little in each call.
    with torch.device(asked.device):
        step = models[asked.model](asked.device, **options)
    print(f"PyTorch {torch.__version__}, {where}", flush=True)
    for line in sys.stdin:
        if line.strip() == "memory":
            print(peak_bytes(), flush=True)
            continue
        print(json.dumps([1000 * each for each in seconds(step, int(line))]), flush=True)


main()
