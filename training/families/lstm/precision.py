"""Numeric precision of the training of an LSTM on this machine."""

from torch import nn

from training.errors import TrainingError
from training.families.lstm.settings import Precision
from training.families.machine import CPU, is_bf16_faster, runs_bf16


def choose_precision(wanted: Precision) -> Precision:
    """Resolve `auto` to bf16 where the processor multiplies it, else to fp32; print the choice.

    Raises:
        TrainingError: bf16 is asked of a processor that cannot run an LSTM in it.
    """
    if wanted is Precision.AUTO:
        fast = is_bf16_faster(CPU, nn.LSTM)
        print(f"precision: {_BF16 if fast else _FP32}")
        return Precision.BF16 if fast else Precision.FP32
    check_precision(wanted)
    print(f"precision: {wanted}, as asked")
    return wanted


def check_precision(wanted: Precision) -> None:
    """Raise `TrainingError` where this processor cannot train an LSTM in that precision."""
    if wanted is Precision.BF16 and not runs_bf16(nn.LSTM):
        raise TrainingError(
            "this processor can't run an LSTM in bf16: give --precision fp32, or leave it out"
        )


_BF16 = "bf16, which this processor multiplies"
_FP32 = "fp32: this processor doesn't multiply bf16"
