"""The agents by their names."""

from __future__ import annotations

from sketchnet.corewar.actor_critic import ActorCritic
from sketchnet.corewar.agent import Agent, AgentConfig
from sketchnet.corewar.dqn import DQN
from sketchnet.corewar.rewards import Reward


def make(config: AgentConfig, reward: Reward) -> Agent:
    """An agent with fresh weights, drawn by torch's generator."""
    return (DQN if config.agent == "dqn" else ActorCritic)(config, reward)
