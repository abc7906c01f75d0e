"""bench/specs/dcgan.gan in PyTorch: reads a number of steps a line, answers with the milliseconds of each.

The kernels and margins are TensorFlow's "same": a transposed convolution cuts off one cell before and two after.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH = 64
threads = int(sys.argv[1])
torch.set_num_threads(threads)


class ConvolutionSame(nn.Module):
    def __init__(self, channels_in, channels_out):
        super().__init__()
        self.layer = nn.Conv2d(channels_in, channels_out, 5, stride=2)

    def forward(self, x):
        return self.layer(F.pad(x, (1, 2, 1, 2)))


def transposed(channels_in, channels_out, stride):
    if stride == 1:
        return nn.ConvTranspose2d(channels_in, channels_out, 5, padding=2, bias=False)
    return nn.ConvTranspose2d(channels_in, channels_out, 5, stride=2, padding=2, output_padding=1, bias=False)


generator = nn.Sequential(
    nn.Linear(100, 7 * 7 * 256, bias=False), nn.BatchNorm1d(7 * 7 * 256), nn.LeakyReLU(0.3),
    nn.Unflatten(1, (256, 7, 7)),
    transposed(256, 128, 1), nn.BatchNorm2d(128), nn.LeakyReLU(0.3),
    transposed(128, 64, 2), nn.BatchNorm2d(64), nn.LeakyReLU(0.3),
    transposed(64, 1, 2), nn.Tanh(),
)
discriminator = nn.Sequential(
    ConvolutionSame(1, 64), nn.LeakyReLU(0.3), nn.Dropout(0.3),
    ConvolutionSame(64, 128), nn.LeakyReLU(0.3), nn.Dropout(0.3),
    nn.Flatten(), nn.Linear(7 * 7 * 128, 1),
)
adam_d = torch.optim.Adam(discriminator.parameters(), 1e-4)
adam_g = torch.optim.Adam(generator.parameters(), 1e-4)
images = torch.rand(2048, 1, 28, 28) * 2 - 1


def cross_entropy(logits, label):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


def step(number):
    start = number * BATCH % 2048
    x = images[start:start + BATCH]
    fake = generator(torch.randn(BATCH, 100))
    adam_d.zero_grad()
    d = cross_entropy(discriminator(x), 1.0) + cross_entropy(discriminator(fake.detach()), 0.0)
    d.backward()
    adam_d.step()
    adam_g.zero_grad()
    discriminator.requires_grad_(False)
    g = cross_entropy(discriminator(fake), 1.0)
    g.backward()
    discriminator.requires_grad_(True)
    adam_g.step()
    return d.item(), g.item()


print(f"PyTorch {torch.__version__}, {threads} threads", flush=True)
made = 0
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        step(made)
        made += 1
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps(times), flush=True)
