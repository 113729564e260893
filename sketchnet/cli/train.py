"""Train a model from a TOML file of settings.

`sketchnet train painter CONFIG.toml [key=value …]` writes checkpoints, weights and TensorBoard's
files to the folder `out`; `--resume` goes on where a training stopped. CONFIG is a file, or the
name of one that comes with the package: painter, captioner, tiny and tiny-captioner; of a compiler,
which learns what code paints, compiler, baseline, tree, tree-expanded and tiny; of an agent that
writes programs for a tiny machine, `corewar`, one, two, four, four-actor-critic and random; of a
painter fine-tuned by how near its drawings come or by what comes of its programs, `rl`, rl, ppo and
coderl; of a critic that foretells what comes of programs, `critic`, critic and tiny; of a painter
that reads what failed, `repair`, repair. Under `torchrun --nproc-per-node N -m sketchnet train …`
many processes share the work.
"""

from __future__ import annotations

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    models = ("painter", "captioner", "compiler", "corewar", "rl", "critic", "repair")
    parser.add_argument("model", choices=models, help="what to train")
    parser.add_argument("config", metavar="CONFIG", help="a TOML file, or the name of one of ours")
    parser.add_argument(
        "settings",
        metavar="KEY=VALUE",
        nargs="*",
        default=[],
        help="a setting in place of the file's",
    )
    parser.add_argument(
        "--resume", action="store_true", help="go on from the last checkpoint in the folder"
    )


def run(args: argparse.Namespace) -> int:
    """Run the command; the exit code."""
    from pathlib import Path

    from sketchnet.cli import tell
    from sketchnet.train.config import COMPILERS, CONFIGS, load_config
    from sketchnet.train.settings import ConfigError

    compiling = args.model == "compiler"
    own = CONFIGS / args.model
    folder = own if own.is_dir() else CONFIGS
    named = folder / f"{args.config}.toml"
    path = named if "." not in args.config and named.exists() else Path(args.config)

    if args.model == "corewar":
        from sketchnet.train.corewar import CorewarConfig
        from sketchnet.train.corewar import train as train_corewar
        from sketchnet.train.settings import read_settings

        settings = read_settings(CorewarConfig, path, args.settings)
        train_corewar(settings, resume=args.resume, tell=tell)
        return 0
    if args.model == "rl":
        from sketchnet.train.reinforce import train as reinforce
        from sketchnet.train.rl_config import load_rl_config

        reinforce(load_rl_config(path, args.settings), resume=args.resume, tell=tell)
        return 0
    if args.model == "critic":
        from sketchnet.train.critic import load_critic_training
        from sketchnet.train.critic import train as train_critic

        train_critic(load_critic_training(path, args.settings), resume=args.resume, tell=tell)
        return 0
    if args.model == "repair":
        from sketchnet.train.repair import load_repair_training
        from sketchnet.train.repair import train as train_repair

        train_repair(load_repair_training(path, args.settings), resume=args.resume, tell=tell)
        return 0
    model = [] if compiling else [f"model={args.model}"]
    config = load_config(path, [*model, *args.settings])
    if compiling:
        if config.model not in COMPILERS:
            raise ConfigError(f"{path}: model is {config.model}; expected {', '.join(COMPILERS)}")

        from sketchnet.train.compiler import train as train_compiler

        train_compiler(config, resume=args.resume, tell=tell)
    else:
        from sketchnet.train.writer import train

        train(config, resume=args.resume, tell=tell)
    return 0
