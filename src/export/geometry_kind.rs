//! What kind of places a layer has, and geometries that all fit it.

use geo::{Geometry, MultiLineString, MultiPoint, MultiPolygon};

use super::layer::Layer;

/// The one kind that all places of a layer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GeometryKind {
    /// Points.
    Point,
    /// Several points each.
    MultiPoint,
    /// Lines, of one or several parts.
    MultiLineString,
    /// Polygons, of one or several parts.
    MultiPolygon,
    /// Not one kind.
    Mixed,
}

impl GeometryKind {
    /// The kind of a layer's places; polygons where it has none.
    pub fn of(layer: &Layer) -> Self {
        let mut kind = None;
        for geometry in layer.rows.iter().filter_map(|row| row.geometry.as_ref()) {
            let this = Self::of_geometry(geometry);
            kind = Some(match kind {
                None => this,
                Some(kind) if kind == this => kind,
                Some(Self::Point | Self::MultiPoint) if matches!(this, Self::Point | Self::MultiPoint) => {
                    Self::MultiPoint
                }
                Some(_) => return Self::Mixed,
            });
        }
        kind.unwrap_or(Self::MultiPolygon)
    }

    /// The kind that most places of a layer are.
    pub fn of_most(layer: &Layer) -> Self {
        let kinds = [Self::MultiPolygon, Self::Point, Self::MultiLineString, Self::MultiPoint];
        let count = |kind: Self| {
            let places = layer.rows.iter().filter_map(|row| row.geometry.as_ref());
            places.filter(|geometry| Self::of_geometry(geometry) == kind).count()
        };
        // the first of equals
        kinds.into_iter().rev().max_by_key(|&kind| count(kind)).unwrap_or(Self::MultiPolygon)
    }

    /// The kind that a geometry fits.
    pub fn of_geometry(geometry: &Geometry) -> Self {
        match geometry {
            Geometry::Point(_) => Self::Point,
            Geometry::MultiPoint(_) => Self::MultiPoint,
            Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_) => {
                Self::MultiLineString
            }
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => {
                Self::MultiPolygon
            }
            Geometry::GeometryCollection(_) => Self::Mixed,
        }
    }

    /// Its name, as the OGC spells it in capitals.
    pub fn label(self) -> &'static str {
        match self {
            Self::Point => "POINT",
            Self::MultiPoint => "MULTIPOINT",
            Self::MultiLineString => "MULTILINESTRING",
            Self::MultiPolygon => "MULTIPOLYGON",
            Self::Mixed => "GEOMETRY",
        }
    }

    /// The same geometry as one of this kind, where it can be: a polygon as several of one part.
    pub fn fit(self, geometry: &Geometry) -> Geometry {
        match (self, geometry.clone()) {
            (Self::MultiPolygon, Geometry::Polygon(one)) => MultiPolygon::new(vec![one]).into(),
            (Self::MultiLineString, Geometry::LineString(one)) => MultiLineString::new(vec![one]).into(),
            (Self::MultiPoint, Geometry::Point(one)) => MultiPoint::new(vec![one]).into(),
            (_, Geometry::Rect(one)) => self.fit(&one.to_polygon().into()),
            (_, Geometry::Triangle(one)) => self.fit(&one.to_polygon().into()),
            (_, Geometry::Line(one)) => self.fit(&geo::LineString::from(one).into()),
            (_, other) => other,
        }
    }
}
