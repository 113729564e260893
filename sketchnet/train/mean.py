"""The mean of painters that were fine-tuned from the same weights: better than each of them.

`python -m sketchnet.train.mean DIR DIR … -o OUT` writes it (Wortsman et al. 2022, model soups).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from sketchnet.cli import Parser
from sketchnet.model.folders import WeightsError
from sketchnet.model.weights import Model, fetch, store
from sketchnet.tools import as_tool


def mean_of(folders: Sequence[Path]) -> Model:
    """A model whose weights are the means of those in some folders.

    Raises:
        WeightsError: one holds no writer of programs, there is one only, or one comes twice, or
            they are of different models or sizes.
    """
    models = [fetch(folder) for folder in folders]
    if len({folder.resolve() for folder in folders}) < max(len(folders), 2):
        raise WeightsError("expected two folders or more, all of them different")
    first = models[0]
    for folder, model in zip(folders, models, strict=True):
        if type(model) is not type(first) or model.config != first.config:
            raise WeightsError(
                f"{folder}: another model than {folders[0]}; expected one of its sizes"
            )
    states = [model.state_dict() for model in models]
    first.load_state_dict(
        {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    )
    return first


@as_tool
def main() -> None:
    """Writes the mean of some weights."""
    parser = Parser(
        prog="python -m sketchnet.train.mean", description="The mean of some painters' weights."
    )
    parser.add_argument("folders", metavar="DIR", nargs="+", type=Path, help="with weights each")
    parser.add_argument("-o", "--out", required=True, type=Path, help="folder to write to")
    args = parser.parse_args()
    store(mean_of(args.folders), args.out, mean_of=[folder.name for folder in args.folders])


if __name__ == "__main__":
    raise SystemExit(main())
