"""Makes drawn pictures look like files that people have, a batch at a time, on any device.

The milder half of `sketchnet.data.augment`: another brightness, contrast, saturation and tint,
being drawn at another size and brought back, a slight blur, and noise, at the chances and strengths
it has there. Soft gradients and JPEG are left out. Each picture has randomness of its own, but for
the other size: there are two a batch.

Legend: N pictures.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import conv2d, interpolate, pad

from sketchnet.data.augment import Augmentation

_GRAY = (0.299, 0.587, 0.114)
_REACH = 2  # pixels to each side that a blur looks at


def augmented(pictures: Tensor, strength: float, rng: torch.Generator) -> Tensor:
    """Pictures changed, each step now and then: (N, 3, H, W) uint8 to the same.

    Args:
        pictures: RGB; they are left as they are.
        strength: of every step, 0 (nothing is changed) to 1.
        rng: on the pictures' device.
    """
    if strength == 0:
        return pictures
    usual = Augmentation()
    chance, amount = torch.rand((2, 6, len(pictures)), generator=rng, device=rng.device)
    amount *= strength
    drawn = pictures.float() / 255
    tinted = _tinted(drawn, amount[0], rng)
    tinted = torch.where(_each(chance[1] < usual.hold), _held(drawn, tinted), tinted)
    found = torch.where(_each(chance[0] < usual.colour), tinted, drawn)
    found = torch.where(_each(chance[2] < usual.resize), _resized(found, strength, rng), found)
    found = torch.where(_each(chance[3] < usual.blur), _blurred(found, 0.8 * amount[3]), found)
    noise = torch.randn(found.shape, generator=rng, device=rng.device)
    noise = torch.where(_each(chance[5] < 0.5), noise, noise[:, :1])
    noisy = found + noise * _each(amount[4] * (6 / 255))
    found = torch.where(_each(chance[4] < usual.noise), noisy, found)
    return (found * 255).round_().clamp_(0, 255).to(torch.uint8)


def _each(values: Tensor) -> Tensor:
    """One value a picture, (N, 1, 1, 1)."""
    return values[:, None, None, None]


def _tinted(pictures: Tensor, amount: Tensor, rng: torch.Generator) -> Tensor:
    """Gamma, contrast, saturation and a gain of each channel, as strong as `amount` (N,)."""
    change = torch.rand((6, len(pictures)), generator=rng, device=rng.device) * 2 - 1
    gamma, contrast, saturation, *gains = change * amount
    levels = pictures ** _each(1 + 0.15 * gamma)
    levels = ((levels - 0.5) * _each(1 + 0.1 * contrast) + 0.5).clamp(0, 1)
    gray = (levels * levels.new_tensor(_GRAY)[:, None, None]).sum(1, keepdim=True)
    gain = 1 + 0.06 * torch.stack(gains, 1)
    mixed = gray + (levels - gray) * _each(1 + 0.25 * saturation)
    return (mixed * gain[..., None, None]).clamp(0, 1)


def _held(pictures: Tensor, changed: Tensor) -> Tensor:
    """The ground of pictures, where all corners agree on it, under what was changed on it."""
    corners = pictures[..., [0, 0, -1, -1], [0, -1, 0, -1]]  # (N, 3, 4)
    ground = corners[..., :1, None]
    agreed = (corners == corners[..., :1]).all(2).all(1)
    apart = (pictures - ground).abs().amax(1, keepdim=True)
    share = (1 - apart * (255 / 64)).clamp(min=0) * _each(agreed.float())
    return changed + share * (pictures - changed)


def _resized(pictures: Tensor, strength: float, rng: torch.Generator) -> Tensor:
    """The first half of a batch made smaller, down to 0.6, the rest larger, up to 1.6; and back."""
    side = pictures.shape[-1]
    half = len(pictures) // 2
    amounts = torch.rand(2, generator=rng, device=rng.device).tolist()
    found = []
    for some, most, amount in (
        (pictures[:half], -0.4, amounts[0]),
        (pictures[half:], 0.6, amounts[1]),
    ):
        if len(some):
            size = (max(round(side * (1 + most * amount * strength)), 1),) * 2
            there = interpolate(some, size, mode="bilinear", antialias=True)
            found.append(interpolate(there, (side, side), mode="bicubic", antialias=True))
    return torch.cat(found).clamp(0, 1)


def _blurred(pictures: Tensor, deviations: Tensor) -> Tensor:
    """Gaussian blurs of so many pixels (N,) each."""
    offsets = torch.arange(-_REACH, _REACH + 1, device=pictures.device)
    line = torch.exp(-0.5 * (offsets / deviations.clamp(min=1e-3)[:, None]) ** 2)
    line = (line / line.sum(1, keepdim=True)).repeat_interleave(3, 0)  # (3N, 2·REACH + 1)
    planes = pad(pictures, (_REACH,) * 4, "replicate").flatten(0, 1)[None]
    planes = conv2d(planes, line[:, None, :, None], groups=len(line))
    return conv2d(planes, line[:, None, None, :], groups=len(line)).view_as(pictures)
