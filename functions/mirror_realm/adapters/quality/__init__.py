"""Quality: statistics of a finished picture, with Pillow alone, in a few hundredths of a second."""

from mirror_realm.adapters.quality.judge import PictureJudge

__all__ = ["PictureJudge"]
