"""Colours: those of any photo become sRGB's, as its profile means them, and what is transparent becomes white."""

import io

from PIL import Image, ImageCms

_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
"""Of a picture, by the colour space that a profile is for (ICC.1:2010, table 19)."""

_BROKEN = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


def in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture as RGB.

    picture: in mode L, LA, RGB, RGBA or CMYK.
    profile: ICC; colours stay as they stand where it is empty, broken, or for another kind of picture.
    """
    if picture.mode not in ("LA", "RGBA"):
        return _converted(picture, profile)
    *bands, alpha = picture.split()
    colours = _converted(Image.merge(picture.mode[:-1], bands), profile)
    return Image.composite(colours, Image.new("RGB", picture.size, "white"), alpha)


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = _MODES.get(own.profile.xcolor_space.strip())
        if (picture.mode, mode) == ("L", "RGB"):
            # Greys are colours, too.
            picture = picture.convert("RGB")
        if picture.mode == mode:
            srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
            converted = ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB")
            assert converted is not None
            return converted
    except _BROKEN:
        pass
    return picture.convert("RGB")
