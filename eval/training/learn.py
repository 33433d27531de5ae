"""The training loop: pairs through the model, two threads, the encoder in bfloat16."""

import logging
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.training.adapter import PairModel
from eval.training.groups import Group
from eval.training.judge_sets import Pair

log = logging.getLogger(__name__)

# Lengths that texts are padded to, with the texts in a batch: always 1,536 word pieces, because
# the processor's kernels are made anew for every other shape.
SHAPES = ((32, 48), (48, 32), (64, 24), (96, 16), (128, 12), (192, 8), (256, 6))
LONGEST = SHAPES[-1][0]

Loss = Callable[[Tensor, Sequence[Group]], Tensor]
Keep = Callable[[int], None]
"""Told the steps taken so far, now and then: what was learnt may be kept."""
_KEPT_EVERY = 200


@dataclass(frozen=True)
class Recipe:
    """How a model is trained. rate: the highest learning rate; rank: of the adapter.

    warm, decay: the shares of the training in which the rate rises and in which it falls.
    steps: so many, in as many rounds as that takes; None for one round. minutes: end after so
    many, whatever is left; the rate then follows the clock. together: batches of one step, each in
    a thread of its own.
    """

    seed: int = 1
    rank: int = 32
    rate: float = 1e-3
    warm: float = 0.04
    decay: float = 0.35
    steps: int | None = None
    minutes: float | None = None
    together: int = 2

    def rate_at(self, done: float) -> float:
        """The learning rate when this share of the training is done.

        >>> recipe = Recipe(rate=1.0, warm=0.1, decay=0.5)
        >>> [round(recipe.rate_at(done), 2) for done in (0.05, 0.3, 0.75, 1.0)]
        [0.5, 1.0, 0.5, 0.0]
        """
        rising, falling = done / self.warm, (1 - done) / self.decay
        return self.rate * max(0.0, min(1.0, rising, falling))


@dataclass(frozen=True)
class Batch:
    """Groups whose texts fill one shape; the rows after theirs are padding.

    ids, kinds, mask: (texts, length) int64.
    """

    groups: tuple[Group, ...]
    ids: Tensor
    kinds: Tensor
    mask: Tensor


class Pairs:
    """Two texts -> what the model reads."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(LONGEST, strategy="only_second")
        self._tokenizer.no_padding()

    def encoded(self, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
        """Word pieces of each pair, the first text at most 600 characters."""
        return list(
            self._tokenizer.encode_batch([(first[:600], second) for first, second in pairs])
        )

    def tensors(
        self, encoded: Sequence[Encoding], length: int, texts: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """ids, kinds and mask of so many texts, padded to `length`."""
        ids = torch.zeros((texts, length), dtype=torch.int64)
        kinds = torch.zeros_like(ids)
        mask = torch.zeros_like(ids)
        # A row without anything to look at would make the attention undefined.
        mask[:, 0] = 1
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = torch.tensor(one.ids)
            kinds[row, : len(one.ids)] = torch.tensor(one.type_ids)
            mask[row, : len(one.ids)] = 1
        return ids, kinds, mask

    def batches(self, groups: Sequence[Group], seed: int) -> Iterator[Batch]:
        """The groups in random order, those of like length together."""
        drawn = random.Random(seed)
        waiting: dict[int, list[tuple[Group, list[Encoding]]]] = defaultdict(list)
        made: list[tuple[int, list[tuple[Group, list[Encoding]]]]] = []
        order = list(groups)
        drawn.shuffle(order)
        for group in order:
            encoded = self.encoded([(group.question, text) for text in group.texts])
            longest = max(len(one.ids) for one in encoded)
            shape = next(at for at, (length, _) in enumerate(SHAPES) if longest <= length)
            held = sum(len(g.texts) for g, _ in waiting[shape])
            if held + len(group.texts) > SHAPES[shape][1]:
                made.append((shape, waiting.pop(shape)))
            waiting[shape].append((group, encoded))
        made += [(shape, left) for shape, left in waiting.items() if left]
        drawn.shuffle(made)
        for shape, filled in made:
            flat = [one for _, encoded in filled for one in encoded]
            yield Batch(tuple(group for group, _ in filled), *self.tensors(flat, *SHAPES[shape]))


def relevance_loss(scores: Tensor, batch: Sequence[Group]) -> Tensor:
    """Listwise softmax over each group with an answer, and the log loss of every pair."""
    labels = torch.tensor([label for group in batch for label in group.labels])
    weights = torch.tensor([1 / len(group.texts) for group in batch for _ in group.texts])
    scores = scores[: len(labels)]
    single = functional.binary_cross_entropy_with_logits(scores, labels, reduction="none")
    loss = (single * weights).sum()
    at = 0
    for group in batch:
        end = at + len(group.texts)
        if sum(group.labels) and len(group.texts) > 1:
            target = labels[at:end] / labels[at:end].sum()
            loss = loss - (target * functional.log_softmax(scores[at:end], dim=0)).sum()
        at = end
    return loss / len(batch)


def train_relevance(
    model: PairModel,
    pairs: Pairs,
    groups: Sequence[Group],
    recipe: Recipe,
    keep: Keep = lambda _step: None,
) -> int:
    """Train in place to tell texts that answer a question from texts that do not.

    Returns the steps it took, as `train_judge` does.
    """
    return _train(model, pairs, groups, recipe, relevance_loss, keep)


def train_judge(
    model: PairModel,
    pairs: Pairs,
    judged: Sequence[Pair],
    recipe: Recipe,
    keep: Keep = lambda _step: None,
) -> int:
    """Train in place to tell claims that a text supports from claims that it does not."""
    groups = [Group(pair.claim, (pair.premise,), (pair.label,), pair.source) for pair in judged]
    return _train(model, pairs, groups, recipe, judge_loss, keep)


def judge_loss(scores: Tensor, batch: Sequence[Group]) -> Tensor:
    """The log loss of every pair."""
    labels = torch.tensor([label for group in batch for label in group.labels])
    return functional.binary_cross_entropy_with_logits(scores[: len(labels)], labels)


def _train(
    model: PairModel,
    pairs: Pairs,
    groups: Sequence[Group],
    recipe: Recipe,
    loss_of: Loss,
    keep: Keep,
) -> int:
    """Train in place; one line of progress every 25 steps."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    learnt = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(model.parts(1.0), weight_decay=0.01)
    highest_rates = [part["lr"] for part in optimiser.param_groups]
    model.train()

    def learn(batch: Batch) -> float:
        # The gradients of all threads add up.
        scores = model(batch.ids, batch.kinds, batch.mask)[:, 0]
        loss = loss_of(scores, batch.groups) / recipe.together
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.item()

    shown, started, step = 0.0, time.monotonic(), 0
    with ThreadPoolExecutor(recipe.together) as pool:
        for step, (batches, done) in enumerate(_paced(pairs, groups, recipe), 1):
            for part, highest in zip(optimiser.param_groups, highest_rates, strict=True):
                part["lr"] = highest * recipe.rate_at(done)
            shown += sum(pool.map(learn, batches))
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            optimiser.zero_grad()
            if step % 25 == 0:
                pace = (time.monotonic() - started) / step
                log.info("%d, %.0f%%: loss %.3f, %.2f s a step", step, 100 * done, shown / 25, pace)
                shown = 0.0
            if step % _KEPT_EVERY == 0:
                keep(step)
    return step


def _paced(
    pairs: Pairs, groups: Sequence[Group], recipe: Recipe
) -> Iterator[tuple[list[Batch], float]]:
    """The batches of each step with the share of the training that is done before it."""
    first = list(pairs.batches(groups, recipe.seed))
    in_a_round = -(-len(first) // recipe.together)
    total = recipe.steps or (in_a_round if recipe.minutes is None else math.inf)
    log.info("%d pairs and groups, %d steps a round", len(groups), in_a_round)
    started, given, rounds = time.monotonic(), 0, 0
    while True:
        batches = first if rounds == 0 else list(pairs.batches(groups, recipe.seed + rounds))
        for at in range(0, len(batches), recipe.together):
            done = given / total
            if recipe.minutes is not None:
                done = (time.monotonic() - started) / (60 * recipe.minutes)
            if done >= 1:
                return
            yield batches[at : at + recipe.together], done
            given += 1
        rounds += 1
