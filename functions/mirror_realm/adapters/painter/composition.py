"""Composition: reads a recipe and paints the picture, from the wall to the last glint."""

from collections.abc import Callable
from dataclasses import replace

from PIL import Image

from mirror_realm.adapters.painter.appearance import Appearance, appearance_for
from mirror_realm.adapters.painter.brush import Brush
from mirror_realm.adapters.painter.canvas import Canvas
from mirror_realm.adapters.painter.colour import mix
from mirror_realm.adapters.painter.figure.body import Body
from mirror_realm.adapters.painter.figure.head import Head
from mirror_realm.adapters.painter.figure.person import Person
from mirror_realm.adapters.painter.finish import Light, cloth
from mirror_realm.adapters.painter.looks.acting import Arms
from mirror_realm.adapters.painter.looks.dyes import dyes_of
from mirror_realm.adapters.painter.looks.styles import STYLE_LOOKS, StyleLook
from mirror_realm.adapters.painter.places.outdoors import OUTDOORS
from mirror_realm.adapters.painter.places.place import Place
from mirror_realm.adapters.painter.powers import POWERS
from mirror_realm.adapters.painter.powers.power import Power
from mirror_realm.adapters.painter.scene import Scene, scene_for
from mirror_realm.adapters.painter.wardrobe.persona_layers import PERSONA_LAYERS
from mirror_realm.domain.recipe import Recipe

_STANDING: dict[Arms, tuple[Arms, Arms]] = {
    # The arms of a figure without a desk, for each pose made for a desk: in everyday clothes, and in a costume.
    Arms.TUCKED: (Arms.SIDES, Arms.SIDES),
    Arms.TYPING: (Arms.NOTEBOOK, Arms.COLLAR),
    Arms.MUG: (Arms.HEART, Arms.HIPS),
}

_STOOD = {True: (500, 1.0), False: (520, 1.06)}
"""Height and size of what is drawn in the person's place: behind a desk, and without one."""

# Lift and gain of red, green and blue: cleaner and cooler ahead, faded and warm behind.
_FUTURE = ((0, 0.97), (2, 1.0), (10, 0.99))
_PAST = ((22, 0.92), (18, 0.91), (12, 0.88))


def composed(
    recipe: Recipe, appearance: Appearance | None = None, backdrop: Image.Image | None = None
) -> Image.Image:
    """Return the picture of a recipe, RGB, `recipe.size` square; equal pixels for equal recipe and appearance.

    backdrop: what `backdrop_of` returned for this recipe, to paint many people in one place.
    """
    style = STYLE_LOOKS[recipe.style]
    scene = scene_for(recipe, appearance or appearance_for(recipe))
    if not style.framing.seated:
        scene = replace(scene, pose=replace(scene.pose, seated=False, arms=_standing(scene, style)))
    light = _light(style, scene)
    canvas = _backdrop(style, scene, light) if backdrop is None else Canvas.showing(backdrop)
    brush = Brush(canvas, style.finish, light)
    person = _person(brush, style, scene)
    brush.glow(512, 380, 420, light.key, 0.18)
    around, place, power = _around(brush, scene), _place(style, scene), _power(scene)
    if power is not None:
        power.behind(_undrained(person.brush))
    person.draw_body()
    place.surface(around, scene)
    person.draw_head()
    if power is not None:
        power.front(_undrained(person.brush))
    place.foreground(around, scene)
    place.air(around, scene)
    return _finished(brush.canvas, style, scene)


def backdrop_of(recipe: Recipe) -> Image.Image:
    """Return what lies behind the person: the same for every person."""
    style = STYLE_LOOKS[recipe.style]
    scene = scene_for(recipe, appearance_for(recipe))
    return _backdrop(style, scene, _light(style, scene)).image


def furnished(recipe: Recipe, draw: Callable[[Brush, Scene], None]) -> Image.Image:
    """Return the place of a recipe with something else in it instead of the person.

    draw: draws it around the origin of the brush, about as large as a seated person.
    """
    style = STYLE_LOOKS[recipe.style]
    scene = scene_for(recipe, appearance_for(recipe))
    light = _light(style, scene)
    brush = Brush(_backdrop(style, scene, light), style.finish, light)
    draw(brush.at(512, *_STOOD[style.framing.seated]), scene)
    around = _around(brush, scene)
    place = _place(style, scene)
    place.surface(around, scene)
    place.foreground(around, scene)
    place.air(around, scene)
    return _finished(brush.canvas, style, scene)


def _place(style: StyleLook, scene: Scene) -> Place:
    costume = scene.recipe.costume
    return style.place if costume is None or costume.place is None else OUTDOORS[costume.place]


def _power(scene: Scene) -> Power | None:
    costume = scene.recipe.costume
    return None if costume is None or costume.power is None else POWERS[costume.power]


def _undrained(brush: Brush) -> Brush:
    """Return the brush with most of its colour, in media that drain it."""
    finish = brush.finish
    return brush.finished(
        replace(finish, saturation=max(finish.saturation, 0.75), tint_share=0.0, contrast=1.0)
    )


def _around(brush: Brush, scene: Scene) -> Brush:
    """Return the brush for the place: mirrored if the variation says so; the person never is."""
    return brush.at(1024, 0, flip=True) if scene.view.mirrored else brush


def _standing(scene: Scene, style: StyleLook) -> Arms:
    arms = scene.pose.arms
    if not scene.own_pose:
        return arms
    return _STANDING.get(arms, (arms, arms))[style.heroic > 0]


def _light(style: StyleLook, scene: Scene) -> Light:
    """Return the style's own light, coloured by the stage's; the past is softer."""
    stage, light = scene.stage.light, style.light
    if light is None:
        light = stage
    else:
        share = style.stage_light
        light = replace(
            light, key=mix(light.key, stage.key, share), shade=mix(light.shade, stage.shade, share)
        )
    if any(trait.sunbeam for trait in scene.traits):
        light = replace(
            light, key=mix(light.key, (255, 236, 180), 0.5), rim_strength=light.rim_strength + 0.3
        )
    if scene.view.mirrored:
        light = replace(light, x=-light.x)
    if scene.view.light_side:
        light = replace(
            light, x=scene.view.light_side * max(0.75, abs(light.x)), strength=light.strength * 1.06
        )
    if scene.past:
        light = replace(light, strength=light.strength * 0.85, key=mix(light.key, (255, 244, 226), 0.5))
    return light


def _backdrop(style: StyleLook, scene: Scene, light: Light) -> Canvas:
    size = scene.recipe.size
    canvas = Canvas(max(16, round(size * style.backdrop_share)))
    _place(style, scene).backdrop(_around(Brush(canvas, style.finish, light), scene), scene)
    softness = (
        max(style.backdrop_blur, 1.0) * scene.view.depth if scene.view.depth != 1 else style.backdrop_blur
    )
    if softness:
        canvas.blur(softness)
    return canvas if canvas.size == size else canvas.enlarged(size)


def _person(brush: Brush, style: StyleLook, scene: Scene) -> Person:
    pose, framing = scene.pose, style.framing
    scale = framing.scale * (1 + (scene.stage.closeness - 1) * (0.5 if style.legs else 1.0))
    drop = (framing.scale - scale) * 260
    figure = brush.at(
        framing.x + scene.drift * 10,
        framing.y + drop - scene.view.rise * framing.scale,
        scale,
        degrees=pose.lean,
    )
    dyes = dyes_of(scene.recipe.costume)
    worn = scene.person if dyes is None else replace(scene.person, outfit=dyes.main)
    body = Body(figure, worn, pose, heroic=style.heroic, whole=style.legs is not None, dyes=dyes)
    head = Head(
        figure.at(pose.tilt * 1.2 + pose.turn * 8, -222, degrees=pose.tilt),
        scene.person,
        scene.expression,
        pose,
        style.proportions,
        young=1.0 if scene.past else 0.0,
    )
    layer = PERSONA_LAYERS[scene.persona]
    sleeve = style.garment.sleeve(body)
    if layer.sleeve is not None:
        sleeve = replace(sleeve, material=cloth(layer.sleeve(body), 34), cuff=layer.sleeve(body))
    if layer.rolled or any(trait.rolled for trait in scene.traits):
        sleeve = replace(sleeve, rolled=sleeve.glove is None)
    paint = (92, 160, 170) if any(trait.paint for trait in scene.traits) else None
    return Person(head, body, style.garment, layer, sleeve, style.legs(worn) if style.legs else None, paint)


def _finished(canvas: Canvas, style: StyleLook, scene: Scene) -> Image.Image:
    if any(trait.sunbeam for trait in scene.traits):
        air = Brush(canvas, style.finish, scene.stage.light)
        beam = air.polygon([(-40, -40), (240, -40), (1064, 760), (1064, 1064), (860, 1064)])
        air.brighten(beam, (255, 226, 160), 0.2, blur=40)
    if style.finish.bloom:
        canvas.bloom(style.finish.bloom + (0.2 if scene.past else 0.0))
    if scene.future:
        canvas.grade(*_FUTURE)
    if scene.past:
        canvas.grade(*_PAST)
    colour, share = style.vignette
    if share:
        canvas.vignette(colour, share)
    return canvas.image
