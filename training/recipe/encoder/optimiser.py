"""AdamW over single-precision copies of bfloat16 weights; sparse Adam over the table of pieces."""

from typing import Any

import torch
from torch import Tensor, nn

from training.recipe.encoder.network import MiniLM

TABLE = "word.weight"
BETAS = (0.9, 0.98)
MAX_NORM = 1.0
_SMALL = 1e-6


class MixedOptimiser:
    """Steps on the copies and writes them back rounded, so that small steps are not lost."""

    def __init__(
        self, network: MiniLM, learning_rate: float, head_rate: float, decay: float
    ) -> None:
        self._network = network
        self._rates_given = (learning_rate, head_rate, decay)
        named = [(name, p) for name, p in network.named_parameters() if name != TABLE]
        self._served = [parameter for _, parameter in named]
        self._names = [name for name, _ in named]
        self._copies = [nn.Parameter(p.detach().float().clone()) for p in self._served]
        self.forget()

    def forget(self) -> None:
        """Begin again from the weights reached, without the moments of the gradients."""
        learning_rate, head_rate, decay = self._rates_given
        groups = self._groups(learning_rate, head_rate, decay)
        self._dense = torch.optim.AdamW(groups, fused=True, betas=BETAS)
        self._rates = [group["lr"] for group in self._dense.param_groups]
        self._table = torch.optim.SparseAdam([self._network.word.weight], lr=learning_rate)
        self._table_rate = learning_rate

    def step(self, scale: float) -> None:
        """One step of the gradients there are, all rates multiplied by `scale`."""
        self._take_gradients()
        for group, rate in zip(self._dense.param_groups, self._rates, strict=True):
            group["lr"] = rate * scale
        self._dense.step()
        self._table.param_groups[0]["lr"] = self._table_rate * scale
        if self._network.word.weight.grad is not None:
            self._table.step()  # type: ignore[no-untyped-call]
        self._write_back()
        self._network.zero_grad(set_to_none=True)

    def state(self) -> dict[str, Any]:
        """Return the state that resumes a training."""
        return {
            "dense": self._dense.state_dict(),
            "table": self._table.state_dict(),
            "copies": [copy.data for copy in self._copies],
            "pieces": self._network.word.weight.data,
        }

    def load(self, state: dict[str, Any]) -> None:
        """Go on from `state`."""
        self._dense.load_state_dict(state["dense"])
        self._table.load_state_dict(state["table"])
        with torch.no_grad():
            self._network.word.weight.copy_(state["pieces"])
            for copy, stored in zip(self._copies, state["copies"], strict=True):
                copy.copy_(stored)
        self._write_back()

    def weights(self) -> dict[str, Tensor]:
        """The network's weights in single precision."""
        copies = {
            name: copy.data.clone() for name, copy in zip(self._names, self._copies, strict=True)
        }
        return {TABLE: self._network.word.weight.data.clone(), **copies}

    def _groups(self, body: float, head: float, decay: float) -> list[dict[str, Any]]:
        groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
        for name, copy in zip(self._names, self._copies, strict=True):
            groups.setdefault((name.startswith("head"), copy.ndim > 1), []).append(copy)
        return [
            {
                "params": copies,
                "lr": head if is_head else body,
                "weight_decay": decay if is_matrix else 0.0,
            }
            for (is_head, is_matrix), copies in groups.items()
        ]

    def _take_gradients(self) -> None:
        gradients = [p.grad.float() for p in self._served if p.grad is not None]
        norm = torch.sqrt(torch.stack([(gradient**2).sum() for gradient in gradients]).sum())
        factor = min(1.0, float(MAX_NORM / (norm + _SMALL)))
        for served, copy in zip(self._served, self._copies, strict=True):
            if served.grad is not None:
                copy.grad = served.grad.float().mul_(factor)

    @torch.no_grad()
    def _write_back(self) -> None:
        for served, copy in zip(self._served, self._copies, strict=True):
            served.data.copy_(copy.data)
