"""Own pictures: a user's picture that is an avatar as it is. No model gets it, and nothing makes it.

It has a recipe, too, so that all that holds for personal pictures holds for it: the same picture of the same user is
the same avatar.
"""

from mirror_realm.domain.progress import EvolutionStage, range_for
from mirror_realm.domain.recipe import Recipe, Timeline
from mirror_realm.domain.renderers import UPLOAD
from mirror_realm.domain.styles import StyleId


def own_picture(uid: str, digest: str) -> Recipe:
    """Return the recipe of a user's own picture.

    Stage and style are those of the fallback that is shown if it is taken down. The time of life is `original`,
    which keeps it out of the reel of stages.

    digest: base64 of the MD5 of the uploaded file, as Storage reports it.
    """
    return Recipe(
        style=StyleId.DAYMI,
        stage=EvolutionStage.NEW_REFLECTION,
        range=range_for(0),
        character=None,
        renderer=UPLOAD,
        quality="medium",
        timeline=Timeline.ORIGINAL,
        uid=uid,
        references=(digest,),
    )
