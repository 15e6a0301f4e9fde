"""Trains a tiny network on invented sentences: what the tests of the training and of the second opinion run on.

Needs torch. As a script it writes the network that ``samples/neural`` keeps, so that the reader's side is tested where
there is no torch either:

    PYTHONPATH=packaging/training python -m tests.lm.tiny_network
"""

from pathlib import Path

import ngrams
import numpy as np
from counting import count

from reader.lm.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "samples" / "neural"
SENTENCES = (
    "我们要认真学习，努力工作，为人民服务。", "各级干部要深入基层，调查研究，了解情况。",
    "会议要求，各地要加强领导，落实责任。",
    "今年的工作任务很重，大家要团结一致。", "农村的道路修好了，群众的生活也好了。", "学校的老师和学生都很努力。",
    "要解放思想，实事求是，一切从实际出发。", "工厂的产量提高了，质量也提高了。", "我们的经验是依靠群众，相信群众。",
    "水利工程要抓紧建设，保证春耕用水。", "干部要廉洁奉公，不能脱离群众。", "经济要发展，社会要进步，生活要改善。",
)  # fmt: skip
TEXT = "\n".join(SENTENCES)
MISREAD = TEXT.replace("产量", "产虽").replace("工厂", "土厂").replace("质量", "质虽")
NOISE = {"任": "仟", "思": "恩", "量": "虽", "人": "入", "工": "土", "干": "千"}


def vocabulary():
    return Vocabulary.of(sorted(set(TEXT + MISREAD + "".join(NOISE) + "".join(NOISE.values()))))


def language(own):
    """A tiny n-gram model of the sentences."""
    symbols = own.encode("\n" + "\n".join(SENTENCES * 3) + "\n")[0]
    weights = np.full(len(symbols), 4, dtype=np.uint8)
    return ngrams.estimate(own, [count(symbols, weights, order) for order in range(1, 5)], lambda _: None,
                           {3: 10_000, 4: 10_000})


class TinyNoise:
    """What ``noise.Noise`` gives, for a handful of characters."""

    printed = ({true: ([observed], np.ones(1)) for true, observed in NOISE.items()},)
    rate = (dict.fromkeys(NOISE, 20.0),)
    near = printed[0]


def trainer(folder, characters):
    """A trainer of the smallest network that learns the sentences by heart."""
    import torch
    from neural.bigrams import Bigrams
    from neural.misreading import Misreader
    from neural.network import Shape
    from neural.training import Plan, Trainer

    torch.set_num_threads(1)
    own = vocabulary()
    symbols = own.encode("\n".join(SENTENCES * 200))[0]
    plan = Plan(characters, rows=4, length=64, scored=256, rate=1e-2, warm_up=5)
    return Trainer(folder, symbols, Misreader(TinyNoise(), own), Bigrams(language(own)), Shape(len(own), 8, (1, 2)),
                   plan)


def write_sample(folder):
    """Trains, exports, and writes what the exported network should say of one place."""
    from neural.export import write
    from neural.training import load_average

    work = folder / "work"
    work.mkdir(parents=True, exist_ok=True)
    made = trainer(work, 76_800)
    made.run(5, print, every=200)
    network, characters = load_average(work / "average-1.pt")
    write(network, vocabulary(), folder, characters)
    for path in work.iterdir():
        path.unlink()
    work.rmdir()


if __name__ == "__main__":
    write_sample(SAMPLE)
