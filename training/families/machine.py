"""Device, threads and precision for networks on this machine."""

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import torch
from joblib import cpu_count
from torch import nn

BF16_INSTRUCTIONS = ("avx512_bf16", "amx_bf16", "bf16", "sve_bf16")
"""Capabilities of `torch.cpu` that multiply bfloat16, on x86-64 and on Arm."""

Layer: TypeAlias = Callable[[int, int], nn.Module]
"""Constructor of a layer from its numbers of inputs and outputs."""

CPU = torch.device("cpu")


def device() -> torch.device:
    """Return the first GPU, or the CPU."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def limit_threads() -> None:
    """Use at most as many threads as this process has cores, also in a container."""
    torch.set_num_threads(min(torch.get_num_threads(), cpu_count()))


def attention() -> str:
    """Return the attention implementation that is fastest on tweets.

    On a CPU, a step with PyTorch's fused attention takes 1.5 times as long as with the plain one
    (128 tweets of 18 tokens).
    """
    return "sdpa" if torch.cuda.is_available() else "eager"


def is_bf16_faster(where: torch.device, layer: Layer) -> bool:
    """Return whether `layer` runs in bfloat16 by hardware; emulated, it is slower than float32."""
    if where.type == "cuda":
        return bool(torch.cuda.is_bf16_supported())
    capabilities = torch.cpu.get_capabilities()
    return any(capabilities.get(name) for name in BF16_INSTRUCTIONS) and runs_bf16(layer)


@cache
def runs_bf16(layer: Layer) -> bool:
    """Try a training step of a small `layer` in bfloat16 on the CPU.

    Only a trial shows it: oneDNN has no bfloat16 LSTM for processors without AVX-512, though
    PyTorch's autocast asks it for one on any processor.
    """
    try:
        with torch.random.fork_rng(devices=[]), torch.autocast("cpu", torch.bfloat16):
            outputs = layer(8, 8)(torch.ones(2, 3, 8))
        outputs = outputs[0] if isinstance(outputs, tuple) else outputs
        outputs.float().sum().backward()
    except RuntimeError:
        return False
    return True


def has_bf16() -> bool:
    """Return whether a transformer is fastest in bfloat16 here."""
    return is_bf16_faster(device(), nn.Linear)


def mixed_precision(where: torch.device, layer: Layer) -> torch.autocast:
    """Multiply in bfloat16 where `layer` is faster so, for use in `with`."""
    return torch.autocast(where.type, dtype=torch.bfloat16, enabled=is_bf16_faster(where, layer))


def precision_line(where: torch.device, layer: Layer) -> str:
    """Return the line that says in what precision `layer` is trained here."""
    return f"precision: {'bf16' if is_bf16_faster(where, layer) else 'fp32'}, the fastest here"
