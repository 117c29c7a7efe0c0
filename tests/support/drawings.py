"""Ninety drawings for the pad: the ten digits in nine ways, by two hands.

They were made before the pad's steps were changed, and no step was fitted to them: they only count.
"""
import numpy as np


def ellipse(x, y, width, height, start, sweep):
    """Points of an ellipse around (x, y), counterclockwise where sweep, in degrees, is negative."""
    angles = np.radians(np.linspace(start, start + sweep, 24))
    return [*zip(x + width * np.cos(angles), y + height * np.sin(angles))]


def curve(*points, steps=6):
    """A smooth curve through the points (Catmull and Rom)."""
    p = np.array([2 * np.array(points[0]) - points[1], *points, 2 * np.array(points[-1]) - points[-2]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
    pieces = [0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
              for a, b, c, d in zip(p, p[1:], p[2:], p[3:])]
    return [*map(tuple, np.vstack(pieces)), points[-1]]


# Each digit's strokes in a box of width and height 1, from its upper left corner
FIRST_HAND = [
    [curve((.55, 0), (.2, .12), (.05, .5), (.2, .88), (.5, 1), (.82, .85), (.95, .5), (.8, .12), (.5, 0))],
    [[(.3, .18), (.5, 0), (.5, 1)]],
    [curve((.1, .3), (.15, .1), (.45, 0), (.8, .08), (.9, .3), (.7, .55), (.4, .78), (.1, .98)) + [(.9, 1)]],
    [curve((.15, .15), (.3, .02), (.6, 0), (.85, .15), (.8, .35), (.5, .48))
     + curve((.5, .48), (.8, .55), (.92, .75), (.75, .97), (.4, 1), (.1, .85))],
    [[(.7, 1), (.7, 0), (.05, .7), (.95, .7)]],
    [[(.2, 0), (.15, .45)] + curve((.15, .45), (.45, .35), (.8, .42), (.92, .68), (.75, .93), (.4, 1), (.1, .88)),
     [(.2, 0), (.85, .02)]],
    [curve((.7, 0), (.4, .2), (.15, .5), (.08, .75), (.25, .96), (.55, 1), (.85, .85), (.85, .62), (.55, .5),
           (.25, .58), (.1, .75))],
    [[(.05, .05), (.95, 0), (.55, .5), (.35, 1)]],
    [curve((.8, .15), (.5, 0), (.2, .15), (.3, .38), (.7, .6), (.85, .85), (.5, 1), (.15, .85), (.3, .6), (.7, .38),
           (.8, .15))],
    [curve((.88, .3), (.7, .05), (.35, .02), (.1, .22), (.2, .48), (.55, .52), (.85, .35), (.9, .1))
     + [(.88, .5), (.85, 1)]],
]
SECOND_HAND = [
    [ellipse(.5, .5, .45, .5, -80, -345)],
    [[(.55, 0), (.45, 1)]],
    [curve((.15, .2), (.45, 0), (.85, .18), (.7, .5), (.1, 1)) + [(.92, .97)]],
    [curve((.1, .05), (.6, 0), (.88, .22), (.4, .45)) + curve((.4, .45), (.9, .62), (.8, .92), (.35, 1), (.05, .9))],
    [curve((.25, 0), (.15, .3), (.12, .55)) + [(.95, .55)], [(.8, .05), (.75, 1)]],
    [[(.9, .02), (.25, 0), (.2, .4)] + curve((.2, .4), (.65, .38), (.9, .65), (.7, .95), (.1, .98))],
    [curve((.85, .05), (.5, .08), (.2, .35), (.08, .7), (.3, .98), (.7, .95), (.88, .72), (.65, .52), (.3, .55),
           (.1, .72))],
    [[(.05, 0), (.9, .02)] + curve((.9, .02), (.6, .4), (.5, 1))],
    [ellipse(.5, .25, .35, .25, 60, -355), ellipse(.5, .74, .4, .26, -60, 355)],
    [curve((.8, .15), (.5, 0), (.15, .15), (.15, .4), (.5, .5), (.82, .3), (.82, .1))
     + curve((.82, .1), (.82, .6), (.7, .85), (.4, 1))],
]


def place(strokes, left, top, width, height, lean=0, every=1, backward=False):
    """The strokes in this box of the pad, as lesson/pad.py takes them; of long ones every so manieth point.

    A stroke drawn backward misses its first tenth, so that a loop stays open.
    """
    placed = []
    for stroke in strokes[::-1] if backward else strokes:
        points = np.array(stroke[::-1] if backward else stroke)
        if backward:
            points = points[:max(2, len(points) - round(0.1 * len(points)))]
        if len(points) > 3:
            points = points[np.unique([*range(0, len(points), every), len(points) - 1])]
        x, y = points.T
        points = np.column_stack([left + width * x + lean * height * (0.5 - y), top + height * y])
        placed += [*map(tuple, np.clip(points, 0, 32)), None]
    return placed[:-1]


# What each way's digits are drawn with: the hand, the pen's radius in cells, and the place
WAYS = {
    "large": (FIRST_HAND, 1.6, (5, 2, 22, 28)),
    "small, in a corner": (SECOND_HAND, 1.6, (3, 17, 10, 12)),
    "round and wide": (FIRST_HAND, 1.6, (4, 6, 24, 20)),
    "narrow": (SECOND_HAND, 1.6, (12, 4, 9, 24)),
    "leaning right": (SECOND_HAND, 1.6, (8, 6, 14, 20, 0.35)),
    "leaning left": (FIRST_HAND, 1.6, (9, 6, 14, 20, -0.25)),
    "quick, few points": (FIRST_HAND, 1.6, (9, 5, 15, 22, 0, 5)),
    "loops left open": (SECOND_HAND, 1.6, (8, 5, 16, 22)),  # 0, 6, 8 and 9 are drawn backward
    "thin pen": (FIRST_HAND, 0.9, (9, 7, 14, 18)),
}


def stroke(way, digit):
    """The stroke and the pen's radius of one of the ninety."""
    hand, pen, where = WAYS[way]
    return place(hand[digit], *where, backward=way == "loops left open" and digit in (0, 6, 8, 9)), pen
