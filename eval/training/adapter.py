"""Low-rank adapters on the packaged encoder, and the heads that read a pair from it."""

import math
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ingest.weights import packaged_model

# The products of a BERT layer that an adapter changes.
ADAPTED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


# At the head's rate the encoder forgets all it knew within a hundred steps.
_SLOWER = 0.35


class Adapted(nn.Module):
    """A linear layer that keeps its weights and learns a low-rank change beside them."""

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.empty(rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        base.weight.requires_grad_(False)

    def forward(self, hidden: Tensor) -> Tensor:
        """The product with the changed weights, in the number format of `hidden`."""
        base = self.base(hidden)
        narrow = hidden.flatten(0, -2) @ self.down.to(hidden.dtype).T
        # In one operation: sums over so much memory cost as much as products here.
        changed = torch.addmm(base.flatten(0, -2), narrow, self.up.to(hidden.dtype).T)
        return changed.view_as(base)


class PairModel(nn.Module):
    """The packaged encoder over two texts at once -> `outputs` numbers.

    dtype: of the weights that stay as they are and of what the encoder works in; what is learnt is
    kept in 32 bits. bfloat16 trains twice as fast where the processor has it.
    """

    def __init__(
        self,
        outputs: int,
        rank: int,
        dropout: float = 0.1,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        super().__init__()
        from transformers import BertModel

        self.encoder: Any = BertModel.from_pretrained(
            str(packaged_model()),
            add_pooling_layer=False,
            local_files_only=True,
            # A low-rank change over one or two rounds does not overfit; dropout here costs a third
            # of the time of long texts.
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            # Plain products: the fused attention of PyTorch takes ten times as long here.
            attn_implementation="eager",
            dtype=dtype,
        )
        self.encoder.requires_grad_(requires_grad=False)
        for layer in self.encoder.encoder.layer:
            for name in ADAPTED:
                owner, _, last = name.rpartition(".")
                parent = layer.get_submodule(owner)
                setattr(parent, last, Adapted(getattr(parent, last), rank))
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.pool = nn.Linear(4 * width, width)
        self.head = nn.Linear(width, outputs)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """ids, kinds, mask: (n, length) -> (n, outputs) float32.

        kinds: 0 for the first text, 1 for the second. Read from the mean of each, their distance
        and their product: what the encoder was made for, so that it need not be learnt anew.
        """
        hidden = self.encoder(
            input_ids=ids, token_type_ids=kinds, attention_mask=mask
        ).last_hidden_state.float()
        first, second = _mean(hidden, mask * (1 - kinds)), _mean(hidden, mask * kinds)
        read = torch.cat([first, second, (first - second).abs(), first * second], dim=-1)
        pooled = torch.tanh(self.pool(self.dropout(read)))
        out: Tensor = self.head(pooled).float()
        return out

    def parts(self, rate: float) -> list[dict[str, Any]]:
        """What is learnt, for an optimiser: the head at `rate`, changes of the encoder slower."""
        slow = [one for one in self.encoder.parameters() if one.requires_grad]
        fast = [*self.pool.parameters(), *self.head.parameters()]
        return [{"params": fast, "lr": rate}, {"params": slow, "lr": _SLOWER * rate}]

    def learnt(self) -> dict[str, Tensor]:
        """All that training changed, by published names, in half precision."""
        kept = {}
        for name, parameter in self.named_parameters():
            if parameter.requires_grad:
                kept[_published(name)] = parameter.detach().to(torch.float16).contiguous()
        return kept

    def load(self, path: Path) -> None:
        """Take what `save` wrote. Raises KeyError if it is another model's."""
        held = load_file(path)
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                if parameter.requires_grad:
                    parameter.copy_(held[_published(name)].float())

    def save(self, path: Path, about: dict[str, str]) -> None:
        """Write what was learnt as safetensors. about: the card's key figures."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(self.learnt(), path, metadata=about)


def save_mean(first: Path, second: Path, about: dict[str, str]) -> None:
    """Make the second file the mean of both: what one learns after the other, it half forgets
    else. Averaging fine-tuned weights: Wortsman et al., 2022, arXiv:2109.01903.

    Raises KeyError if they are not of the same model.
    """
    before, after = load_file(first), load_file(second)
    mean = {name: (before[name].float() + held.float()) / 2 for name, held in after.items()}
    save_file({name: held.half() for name, held in mean.items()}, second, metadata=about)


def rank_of(path: Path) -> int:
    """The rank of the changes that a file holds."""
    return next(int(held.shape[0]) for name, held in load_file(path).items() if ".down" in name)


def _published(name: str) -> str:
    return name.removeprefix("encoder.").replace(".base.", ".")


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    """Over the positions of the mask; 0 where there is none."""
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)
