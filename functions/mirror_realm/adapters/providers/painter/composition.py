"""Composition: reads a recipe and paints the picture, from the wall to the last glint."""


from PIL import Image

from mirror_realm.adapters.providers.painter.appearance import Appearance, appearance_for
from mirror_realm.adapters.providers.painter.brush import Brush
from mirror_realm.adapters.providers.painter.canvas import Canvas
from mirror_realm.adapters.providers.painter.figure.arms import draw_arm
from mirror_realm.adapters.providers.painter.figure.body import Body
from mirror_realm.adapters.providers.painter.figure.face import draw_face
from mirror_realm.adapters.providers.painter.figure.head import Head
from mirror_realm.adapters.providers.painter.finish import Finish
from mirror_realm.adapters.providers.painter.hair import HAIR_DRAWINGS
from mirror_realm.adapters.providers.painter.looks.stages import STAGE_LOOKS
from mirror_realm.adapters.providers.painter.places import desk, home_office
from mirror_realm.adapters.providers.painter.wardrobe.casual import HOODIE
from mirror_realm.domain.recipe import Recipe


def composed(recipe: Recipe, appearance: Appearance | None = None) -> Image.Image:
    """The picture of a recipe, RGB, `recipe.size` square; equal pixels for equal recipe and appearance."""
    person = appearance or appearance_for(recipe)
    look = STAGE_LOOKS[recipe.stage]
    finish = Finish()
    back = Canvas(recipe.size // 2)
    wall = Brush(back, finish, look.light)
    home_office.draw_wall(wall, look)
    back.blur(1.5)
    home_office.draw_bokeh(wall, look, 1)
    canvas = back.enlarged(recipe.size)
    brush = Brush(canvas, finish, look.light)
    brush.glow(512, 380, 420, look.light.key, 0.22)
    pose = look.poses[recipe.variation % len(look.poses)]
    figure = brush.at(512, 640 + (1 - look.closeness) * 260, look.closeness, degrees=pose.lean)
    body = Body(figure, person, pose)
    head = Head(
        figure.at(pose.tilt * 1.2 + pose.turn * 8, -222, degrees=pose.tilt), person, look.expression, pose
    )
    hair = HAIR_DRAWINGS[person.hair_kind]
    HOODIE.behind(body)
    hair.back(head)
    HOODIE.torso(body)
    body.draw_neck()
    HOODIE.collar(body)
    desk.draw_surface(brush, look.wood, look.lamp)
    head.draw_ears()
    head.draw_skull()
    draw_face(head)
    hair.front(head)
    home_office.draw_desk_things(brush, look, 1)
    for side in (-1, 1):
        draw_arm(body, HOODIE.sleeve(body), side)
    canvas.bloom(finish.bloom)
    canvas.vignette((110, 60, 60), 0.55)
    return canvas.image
