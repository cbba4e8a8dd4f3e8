"""Trains `src/weibofilter/plausible/data/sound.scorer` on disguises made of licensed text.

    pip install scikit-learn==1.9.1 and what tools/build_plausibility.py needs
    python tools/train_scorers.py --cold COLDataset/train.csv

The texts are those that the statistics leave out (`plausibility.sources.held_out`). In each round some words of them are taken for
keywords, every post that holds one is disguised, and what the view suspects is taken down: the disguised keyword is a disguise, whatever
else it suspects in the posts as they were is none. No other data is looked at.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from plausibility.disguise import Disguiser, choose_keywords
from plausibility.sources import cantonese_texts, cold_texts, held_out
from weibofilter.arrays import pack_arrays
from weibofilter.fold import skeleton_fold
from weibofilter.plausible.features import features
from weibofilter.views import sound
from weibofilter.views.view import Term

if TYPE_CHECKING:
    from weibofilter.arrays import Array
    from weibofilter.views.sound import SoundIndex

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "plausible" / "data" / "sound.scorer"
ROUNDS = 8
HIDDEN = 16
CANTONESE_POSTS = 3000
LONGEST_POST = 200
BATCH = 512
ENSEMBLE = 3

Rows = tuple["Array", "Array", "Array"]
"""Features, what is known at a glance, keyword lengths."""


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", type=Path, required=True)
    parser.add_argument("--cantonese", type=Path)
    options = parser.parse_args()
    rounds = [take_down(seed, texts_of(options.cold, options.cantonese, seed)) for seed in range(ROUNDS)]
    good, bad = (join([one[side] for one in rounds]) for side in (0, 1))
    print("disguises", good[0].shape, "ordinary", bad[0].shape)
    glance(good, bad)
    packed = pack_arrays({**train("short", good, bad), **train("long", good, bad)})
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed):,} bytes")


def texts_of(cold: Path, cantonese: Path | None, seed: int) -> list[str]:
    """The held-out posts of one round."""
    rest = [text for text in held_out(cantonese_texts(cantonese)) if len(text) >= 4]
    return [text for text in held_out(cold_texts(cold)) if len(text) <= LONGEST_POST] + random.Random(seed).sample(
        rest, CANTONESE_POSTS
    )


def take_down(seed: int, texts: list[str]) -> tuple[Rows, Rows]:
    """What the view suspects in disguised posts, rightly, and in the same posts undisguised, wrongly."""
    rng = random.Random(seed)
    keywords = choose_keywords(texts, rng)
    index = sound.build([Term(number, keyword) for number, keyword in enumerate(keywords)], skeleton_fold())
    disguiser = Disguiser(rng)
    made = [one for one in (disguiser.disguise(text, keywords) for text in texts) if one is not None]
    wanted = [(keywords.index(one.keyword), one.start, one.end) for one in made]
    return suspected(index, [one.text for one in made], wanted), suspected(index, texts, None)


def suspected(index: SoundIndex, posts: list[str], wanted: list[tuple[int, int, int]] | None) -> Rows:
    """The suspicions in these posts; with ``wanted``, those alone that are the disguise of their post."""
    taken: list[Rows] = []
    for begin in range(0, len(posts), BATCH):
        batch = skeleton_fold().batch(posts[begin : begin + BATCH])
        found = index.suspicions(batch, all_of_them=True)
        if found is None:
            continue
        match, text, evidence = found
        keep = np.ones(match.forms.size, dtype=np.bool_)
        if wanted is not None:
            for row, (form, start, end) in enumerate(zip(match.forms, match.starts.tolist(), match.ends.tolist(), strict=True)):
                post, first, after = batch.place(start, end)
                keep[row] = (int(index.forms.terms[form]), first, after) == wanted[begin + post]
        seen = np.column_stack((match.oddness, match.changed, match.loose, match.cost, match.odds, match.common))
        taken.append((features(text, evidence)[keep], seen[keep], evidence.lengths[keep]))
    return join(taken)


def join(rows: list[Rows]) -> Rows:
    """Several takings as one."""
    return tuple(np.concatenate(part) for part in zip(*rows, strict=True))  # type: ignore[return-value]


def glance(good: Rows, bad: Rows) -> None:
    """Prints the weights of the glance for `weibofilter.views.sound_match`."""
    seen = np.concatenate([side[1][side[2] == 2] for side in (good, bad)])
    truth = np.repeat([1, 0], [int((side[2] == 2).sum()) for side in (good, bad)])
    fitted = LogisticRegression(class_weight="balanced", max_iter=1000).fit(seen, truth)
    totals = seen @ fitted.coef_[0]
    print("glance", fitted.coef_[0].round(3).tolist())
    for lost in (0.01, 0.02, 0.04, 0.07, 0.1):
        needed = np.quantile(totals[truth == 1], lost)
        print(f"  loses {lost:.0%} at {needed:.2f}, keeps {np.mean(totals[truth == 0] > needed):.3f} of the ordinary")


def train(group: str, good: Rows, bad: Rows) -> dict[str, Array]:
    """The arrays of one group's network; several are trained and stand side by side in one hidden layer, which steadies them."""
    rows, truth = [], []
    for side, value in ((good, 1), (bad, 0)):
        chosen = side[0][(side[2] == 2) == (group == "short")]
        rows.append(chosen)
        truth.append(np.full(len(chosen), value))
    every, known = np.concatenate(rows), np.concatenate(truth)
    center, scale = every.mean(axis=0), every.std(axis=0) + 1e-3
    standard = np.clip((every - center) / scale, -4, 4)
    networks = [
        MLPClassifier((HIDDEN,), alpha=1e-3, batch_size=512, learning_rate_init=3e-3, max_iter=40, random_state=seed).fit(
            standard, known
        )
        for seed in range(ENSEMBLE)
    ]
    parts = {
        "center": center, "scale": scale,
        "hidden": np.concatenate([network.coefs_[0] for network in networks], axis=1),
        "hidden_bias": np.concatenate([network.intercepts_[0] for network in networks]),
        "output": np.concatenate([network.coefs_[1][:, 0] for network in networks]) / ENSEMBLE,
        "output_bias": np.mean([network.intercepts_[1] for network in networks], axis=0),
    }  # fmt: skip
    print(group, every.shape, "loss", [round(network.loss_, 4) for network in networks])
    return {f"{group}.{name}": np.asarray(part, dtype=np.float32) for name, part in parts.items()}


if __name__ == "__main__":
    main()
