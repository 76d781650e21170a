"""The share of a village inside a union of areas in rational arithmetic: slow, obvious, and without error.

The arbiter where covgap and GEOS differ. Between two consecutive heights at which an edge begins, ends or
crosses another, no two edges change their order, so the area there is a sum of trapezoids; a place is inside a
shape where its edges wind around it.
"""

from fractions import Fraction

from shapely.geometry.polygon import orient


def exact_share(village, areas):
    """The share as a fraction, from the same doubles that covgap reads."""
    low, high = Fraction(village.bounds[1]), Fraction(village.bounds[3])
    edges = list(edges_of(village, is_area=False))
    edges += [e for area in areas for e in edges_of(area, is_area=True) if e.top > low and e.bottom < high]
    heights = sorted(heights_of(edges, low, high))
    covered = whole = Fraction(0)
    for below, above in zip(heights, heights[1:]):
        in_both, in_village = widths(edges, (below + above) / 2)
        covered += in_both * (above - below)
        whole += in_village * (above - below)
    return covered / whole


class Edge:
    """One edge that is not level, from bottom to top, with the turn it makes around its ring."""

    def __init__(self, start, end, is_area):
        self.turn = 1 if start[1] < end[1] else -1
        (self.x, self.bottom), (self.end_x, self.top) = sorted([start, end], key=lambda place: place[1])
        self.slope = (self.end_x - self.x) / (self.top - self.bottom)
        self.is_area = is_area

    def at(self, height):
        return self.x + self.slope * (height - self.bottom)


def edges_of(shape, is_area):
    for polygon in getattr(shape, "geoms", [shape]):
        polygon = orient(polygon)
        for ring in [polygon.exterior, *polygon.interiors]:
            places = [(Fraction(x), Fraction(y)) for x, y, *_ in ring.coords]
            for start, end in zip(places, places[1:]):
                if start[1] != end[1]:
                    yield Edge(start, end, is_area)


def heights_of(edges, low, high):
    heights = {low, high}
    heights |= {h for e in edges for h in (e.bottom, e.top) if low <= h <= high}
    for nth, a in enumerate(edges):
        for b in edges[:nth]:
            first, last = max(a.bottom, b.bottom, low), min(a.top, b.top, high)
            if first < last and a.slope != b.slope:
                crossing = (b.at(0) - a.at(0)) / (a.slope - b.slope)
                if first < crossing < last:
                    heights.add(crossing)
    return heights


def widths(edges, height):
    """How wide village and areas are together at a height, and the village alone."""
    here = sorted((e.at(height), e.turn, e.is_area) for e in edges if e.bottom < height < e.top)
    in_both = in_village = Fraction(0)
    village = area = 0
    for (x, turn, is_area), (next_x, _, _) in zip(here, here[1:]):
        if is_area:
            area += turn
        else:
            village += turn
        if village:
            in_village += next_x - x
            in_both += (next_x - x) if area else 0
    return in_both, in_village
