"""Damaged pictures of pages: turned, torn, blotted, squeezed, and with broken bytes."""

import io
import random
import warnings
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from tests.fuzz.mutate import damaged

_FORMS = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")


def picture(rng: random.Random, content: bytes, others: Sequence[bytes]) -> bytes:
    """The picture with damages to what it shows, or to its bytes."""
    if rng.random() < 0.4:
        return damaged(rng, content, rng.choice(others) if others else b"")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            page = Image.open(io.BytesIO(content)).convert(rng.choice(("L", "RGB", "RGB", "1")))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            return damaged(rng, content)
        for _ in range(rng.choice((1, 2, 4))):
            page = _damaged(rng, page)
        target = io.BytesIO()
        page.convert("RGB").save(target, rng.choice(_FORMS), quality=rng.choice((5, 30, 90)))
    return target.getvalue()


def _damaged(rng: random.Random, page: Image.Image) -> Image.Image:
    what, (width, height) = rng.randrange(7), page.size
    if what == 0:
        return page.rotate(rng.uniform(-6, 6) if rng.random() < 0.6 else rng.choice((90, 180, 270)), expand=True)
    if what == 1:
        return page.resize(
            (max(1, round(width * rng.uniform(0.05, 1.3))), max(1, round(height * rng.uniform(0.05, 1.3))))
        )
    if what == 2:
        left, top = rng.randrange(width), rng.randrange(height)
        return page.crop((left, top, rng.randint(left + 1, width), rng.randint(top + 1, height)))
    if what == 3:
        return page.convert("RGB").filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 6)))
    if what == 4:
        return page.point(lambda value: 255 - value) if page.mode != "1" else page
    drawn = ImageDraw.Draw(page := page.convert("RGB"))
    for _ in range(rng.choice((1, 20, 400))):
        corners = sorted(rng.randrange(width) for _ in "12"), sorted(rng.randrange(height) for _ in "12")
        box = (corners[0][0], corners[1][0], corners[0][1], corners[1][1])
        ink = rng.choice(("black", "white", "red", "grey"))
        if what == 5:
            drawn.line((*box[:2], *(box[2:] if rng.random() < 0.3 else (box[2], box[1]))), ink, rng.choice((1, 2, 9)))
        else:
            drawn.ellipse(box, outline=ink, fill=ink if rng.random() < 0.3 else None)
    return page
