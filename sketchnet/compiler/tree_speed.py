"""How much sooner trees of any shapes are read together than node by node.

`python -m sketchnet.compiler.tree_speed` reads random programs of our data sketches both ways, on
one core, and says how far the vectors are apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from renderer.raster.torch_speed import seconds
from sketchnet.cli import Parser
from sketchnet.compiler.tree_painter import TreeEncoder, TreePainterConfig
from sketchnet.compiler.trees import Node, forest, tree_of
from sketchnet.data.pairs import concrete
from sketchnet.tools import as_tool
from sketchnet.train.sketches import OURS, load_sketches

_SEED = 9


@dataclass(frozen=True)
class Timing:
    """Two ways of reading the same trees.

    Attributes:
        together_s: processor time of one call per height and kind, the trees' laying out included.
        alone_s: of one call per node.
        apart: largest difference of any number of the trees' vectors.
    """

    together_s: float
    alone_s: float
    apart: float

    @property
    def ratio(self) -> float:
        """How many times as fast together is."""
        return self.alone_s / self.together_s


def random_trees(count: int) -> list[Node]:
    """Trees of so many random programs, of all data sketches in turns; loops as written."""
    sketches = [sketch for sketch, _ in load_sketches(dict.fromkeys(OURS, 1.0))]
    return [
        tree_of(concrete(sketches[index % len(sketches)], _SEED, index).program)
        for index in range(count)
    ]


def measure(trees: Sequence[Node], repeats: int) -> Timing:
    """Reads trees both ways by an untrained encoder of the usual size."""
    torch.manual_seed(0)
    encoder = TreeEncoder(TreePainterConfig.hidden)

    def together() -> torch.Tensor:
        found: torch.Tensor = encoder(forest(trees))
        return found

    def alone() -> torch.Tensor:
        return torch.stack([encoder.one(node) for node in trees])

    works: list[Callable[[], object]] = [together, alone]
    with torch.no_grad():
        apart = float((together() - alone()).abs().max())
        together_s, alone_s = seconds(works, repeats, cuda=False)
    return Timing(together_s, alone_s, apart)


@as_tool
def main() -> None:
    """Prints one line."""
    parser = Parser(prog="python -m sketchnet.compiler.tree_speed", description=__doc__)
    parser.add_argument("--trees", type=int, default=128, help="programs (default 128)")
    parser.add_argument("--repeats", type=int, default=7, help="runs; the fastest counts (7)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    trees = random_trees(options.trees)
    found = measure(trees, options.repeats)
    print(
        f"{len(trees)} trees: {found.together_s * 1e3:.1f} ms together, {found.alone_s * 1e3:.0f} "
        f"ms node by node, {found.ratio:.1f} times as fast; at most {found.apart:.1e} apart"
    )


if __name__ == "__main__":
    raise SystemExit(main())
