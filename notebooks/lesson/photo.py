"""A photograph or a scan of one digit: from a picture file to the 32 x 32 cells that the pad's steps take.

Dark ink on light paper or the reverse, evenly lit or not, in any format that Pillow reads.
"""
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps, UnidentifiedImageError
from scipy import ndimage

from .pad import SIDE, count, prepare

SIDES = 300, 600  # pixels: smaller pictures are enlarged first, larger ones reduced
LEAST = 0.05      # of the picture's height: a digit that is lower can't be told from dust
WIDEST = 1.6      # times its height: no digit is wider
CONTRAST = 0.1    # ink and paper differ by this much, where black and white differ by 1


def cells(path):
    """The digit in a picture file as 32 x 32 cells; a ValueError says what is wrong with a picture that has none."""
    name = "the picture" if isinstance(path, Image.Image) else path
    return to_cells(cut_out(ink(gray(path), name), name))


def stages(path):
    """The picture on its way to the counts, each stage (name, picture)."""
    on_paper = cells(path)
    prepared = prepare(on_paper)
    return [("the picture", 1 - gray(path)), ("ink", on_paper), ("prepared", prepared),
            ("ink counted", count(prepared))]


def gray(path):
    """Gray levels, 0 (black) to 1 (white), of a picture file or of a picture of Pillow."""
    if isinstance(path, Image.Image):
        return levels(path)
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (2 * SIDES[1],) * 2)  # large JPEGs need not be read in full
            return levels(ImageOps.exif_transpose(picture))  # held upright, as the camera says
    except UnidentifiedImageError:
        raise ValueError(f"{path} isn't a picture that Pillow can read: save it as PNG or JPEG") from None
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise
    except (OSError, SyntaxError, Image.DecompressionBombError) as problem:  # damaged, incomplete, or far too large
        raise ValueError(f"{path} can't be read: {problem}") from None


def levels(picture):
    """Its gray levels in a size that we can work with; what is transparent is white, or black under white ink."""
    if picture.mode[0] in "IF":  # 16 bits or more, of which programs use as many as they like
        levels = np.asarray(picture, dtype=float)
        picture = Image.fromarray(np.uint8(255 * (levels - levels.min()) / max(np.ptp(levels), 1)))
    picture = picture.convert("RGBA")
    picture.thumbnail((SIDES[1], SIDES[1]), Image.Resampling.BOX)
    times = max(1, SIDES[0] // max(picture.size))
    picture = picture.resize([times * side for side in picture.size], Image.Resampling.BICUBIC)
    on_white, on_black = (
        np.asarray(Image.alpha_composite(Image.new("RGBA", picture.size, paper), picture).convert("L")) / 255
        for paper in ("white", "black"))
    return on_white if np.ptp(on_white) > CONTRAST else on_black


def without_edges(gray):
    """The picture without dark strips along its sides, such as a frame or a scanner's shadow, if paper is inside."""
    inside, blur = gray, max(gray.shape) // 60
    for _ in range(4):
        share = np.mean(inside > middle(gray), axis=1)  # of each row that is light
        start = np.argmax(share > 0.5)
        if 0 < start < len(inside) / 4 and share[:max(start - blur, 1)].max() < 0.1:
            inside = inside[start + blur:]
        inside = np.rot90(inside)
    return inside if np.mean(border(inside) > middle(gray)) > 0.85 else gray


def without_table(gray):
    """The picture with a dark table, on which a sheet of paper lies, made as light as the paper."""
    light = gray > middle(gray)
    pieces, number = ndimage.label(light)
    if not number or np.mean(border(light)) > 0.5:
        return gray
    paper = pieces == 1 + np.argmax(np.bincount(pieces[light])[1:])
    sheet = ndimage.binary_fill_holes(paper)
    places = np.argwhere(sheet)
    turns = np.radians(np.arange(-15, 16, 3))
    boxes = [np.prod(np.ptp(places @ [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]], axis=0) + 1)
             for turn in turns]
    digit = sheet.sum() - paper.sum()
    if not 0 < digit < 0.3 * sheet.sum() or sheet.sum() < max(0.25 * sheet.size, 0.92 * min(boxes)):
        return gray  # no sheet with a digit on it
    return np.where(ndimage.binary_erosion(sheet, iterations=max(gray.shape) // 60), gray, np.median(gray[paper]))


def border(gray):
    return np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])


def middle(gray):
    return (gray.min() + gray.max()) / 2


def ink(gray, path="the picture"):
    """True where there is ink: what differs enough from the light around it, by Otsu's threshold."""
    gray = without_table(without_edges(gray))
    size = max(gray.shape) // 3 + 1
    if np.median(border(gray)) < middle(gray):  # the paper reaches the border
        gray = 1 - gray
    light = ndimage.gaussian_filter(ndimage.percentile_filter(gray[::8, ::8], 80, size=size // 8 + 1), size / 16)
    rows, columns = (np.minimum(np.arange(side) // 8, part - 1) for side, part in zip(gray.shape, light.shape))
    darker = np.clip(light[np.ix_(rows, columns)] - gray, 0, None)
    threshold = otsu(darker)
    inked = darker > threshold
    if not inked.any() or inked.all() or darker[inked].mean() - darker[~inked].mean() < CONTRAST:
        raise ValueError(f"no ink was found in {path}: it needs one digit, clearly darker or lighter than its paper")
    return inked


def otsu(values):
    """The threshold that splits the values into two groups of least variance (Otsu 1979)."""
    numbers, edges = np.histogram(values, 128)
    middles = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(numbers)[:-1]
    above = numbers.sum() - below
    sums = np.cumsum(numbers * middles)
    with np.errstate(divide="ignore", invalid="ignore"):
        between = below * above * (sums[:-1] / below - (sums[-1] - sums[:-1]) / above)**2
    return edges[1:-1][np.argmax(np.nan_to_num(between))]


def cut_out(inked, path="the picture"):
    """The digit: the largest piece of ink and what isn't much smaller, without dust."""
    pieces, number = ndimage.label(inked, structure=np.ones((3, 3)))
    sizes = ndimage.sum_labels(inked, pieces, np.arange(1, number + 1))
    digit = np.isin(pieces, 1 + np.flatnonzero(sizes >= 0.1 * sizes.max()))
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    digit = digit[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
    if len(digit) < LEAST * len(inked):
        raise ValueError(f"the ink in {path} fills {len(digit) / len(inked):.0%} of its height: cut it out closer")
    if digit.shape[1] > WIDEST * len(digit):
        raise ValueError(f"the ink in {path} is much wider than high: is it turned, or more than one digit?")
    return digit


def to_cells(digit):
    """The digit reduced or enlarged to fit 28 x 28 cells, in the middle of the 32 x 32, with its proportions kept.

    Its stroke becomes a cell wider, so that a fine pen leaves no gaps.
    """
    cell = max(digit.shape) / 28  # pixels
    digit = np.pad(digit, math.ceil(cell / 2))
    digit = ndimage.distance_transform_edt(~digit) <= cell / 2
    height, width = (max(1, round(29 * side / max(digit.shape))) for side in digit.shape)
    share = np.asarray(Image.fromarray(np.float32(digit)).resize((width, height), Image.Resampling.BOX))
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    whole = np.zeros((SIDE, SIDE), dtype=bool)
    whole[top:top + height, left:left + width] = share > 0.5
    return whole


def pretend(stroke, side=320, pen=5):
    """A made-up photograph of a stroke, as lesson/pad.py has them: a fine pen, and a shadow across uneven paper."""
    paper, cell = Image.new("L", (side, side), 235), side / SIDE
    brush = ImageDraw.Draw(paper)
    for start, end in zip(stroke, stroke[1:]):
        if start is not None and end is not None:
            brush.line([cell * each for each in (*start, *end)], fill=60, width=pen, joint="curve")
    light = np.linspace(1, 0.5, side) + np.random.default_rng(0).normal(0, 0.02, (side, side))
    return Image.fromarray(np.uint8(np.clip(light * np.asarray(paper.filter(ImageFilter.GaussianBlur(1))), 0, 255)))
