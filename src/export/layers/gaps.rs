//! `gaps`: of each village that is not wholly covered the part outside.

use crate::assess::SLIVER_M2;
use crate::error::Error;
use crate::export::Results;
use crate::export::layer::{Field, Layer, LayerSource, Row};
use crate::export::place::made_polygons;
use crate::geometry::Shapes;
use crate::model::Value;
use crate::units::People;

/// One row a village with a part outside.
pub struct Gaps;

impl LayerSource for Gaps {
    fn name(&self) -> &'static str {
        "gaps"
    }

    fn summary(&self) -> &'static str {
        "the part of each village that lies outside all coverage that counts"
    }

    fn is_made(&self) -> bool {
        true
    }

    fn layer(&self, results: Results<'_>) -> Result<Option<Layer>, Error> {
        let inputs = results.inputs;
        let (villages, assessment) = (&inputs.villages, results.assessment);
        let found = results.on_demand.gaps(results);
        let mut shapes = Shapes::new();
        found.iter().for_each(|gap| shapes.push(&gap.shape));
        inputs.plane.to_wgs84(shapes.positions_mut())?;
        let mut rows = Vec::new();
        for (gap, shape) in found.iter().zip(shapes.iter()) {
            let (village, found) = (&villages.records[gap.village], &assessment.villages[gap.village]);
            let number = |number: Option<f64>| number.map_or(Value::Missing, Value::Number);
            let text = |text: Option<&String>| text.map_or(Value::Missing, |text| Value::Text(text.clone()));
            let mut values = vec![Value::Text(village.id.0.clone()), text(village.name.as_ref())];
            values.extend(village.admin.iter().map(|unit| text(unit.as_ref())));
            values.extend([
                Value::Text(found.status.label().to_owned()),
                Value::Text(found.class.label().to_owned()),
                Value::Number(gap.share + 0.0),
                number(villages.area(gap.village).map(|area| area.get() * gap.share / 1e6 + 0.0)),
                number(found.people_outside(village).map(People::get)),
                Value::Integer(shape.polygon_count() as i64),
                Value::Integer(gap.slivers as i64),
                Value::Number(gap.slivers_m2 + 0.0),
            ]);
            let geometry = made_polygons(&shape.to_multi_polygon());
            rows.push(Row { values, geometry });
        }
        let levels = villages.admin_levels.iter();
        let mut fields = vec![
            Field::text("village_id", "the id the boundary file gives"),
            Field::text("name", "the village's name"),
        ];
        fields.extend(levels.map(|level| Field::text(level.as_str(), "administrative parent")));
        fields.extend([
            Field::text("status", "covered, uncovered or unknown under the rule"),
            Field::text("class", "white, hollow or covered, as Vietnam's lists class it"),
            Field::number("uncovered_share", "share", "share of the village's area that the parts are"),
            Field::number("uncovered_area_km2", "km²", "area of the parts on the ellipsoid"),
            Field::number("people_outside", "people", "population × (1 − covered_share)"),
            Field::integer("parts", "", "how many parts the shape has"),
            Field::integer("slivers", "", format!("parts under {SLIVER_M2} m², which the shape leaves out")),
            Field::number("slivers_m2", "m²", "their area together"),
        ]);
        Ok(Some(Layer { name: self.name(), summary: self.summary(), fields, rows }))
    }
}
