"""The environments of this project, known to Gymnasium once this module is imported.

    >>> import gymnasium
    >>> env = gymnasium.make("sketchnet.environments:sketchnet/Draw-v0")

Each is named by its entry point, so that importing this module loads none of them.
"""

from __future__ import annotations

from gymnasium import register

register(
    id="sketchnet/Draw-v0",
    entry_point="sketchnet.drawing_env.environment:DrawEnv",
    vector_entry_point="sketchnet.drawing_env.vector:DrawVectorEnv",
)
register(
    id="sketchnet/ToyCorewar-v0",
    entry_point="sketchnet.corewar.environment:ToyCorewarEnv",
    vector_entry_point="sketchnet.corewar.vector:ToyCorewarVectorEnv",
)
