//! Why a village changed, in a sentence, in the languages covgap speaks.

use super::Differences;
use crate::assess::Definition;
use crate::diff::{AreaChange, Causes, Change, Happened};
use crate::export::Language;
use crate::export::Language::{English, Vietnamese};

/// Service areas that are named for one village; the rest are counted.
const NAMED: usize = 3;

impl Differences {
    /// Why, in a sentence; empty where nothing changed.
    pub fn why(&self, nth: usize, language: Language) -> String {
        let change = &self.changes[nth];
        let olds = change.old.len();
        match (change.change, language) {
            (Change::Merged, English) => return format!("joins {olds} villages of before"),
            (Change::Merged, Vietnamese) => return format!("gộp từ {olds} thôn, bản trước đây"),
            (Change::New, English) => return "no village of before has its id".to_owned(),
            (Change::New, Vietnamese) => return "trước đây không có thôn, bản nào mang mã này".to_owned(),
            (Change::Vanished, English) => return "no village of now has its id".to_owned(),
            (Change::Vanished, Vietnamese) => return "nay không còn thôn, bản nào mang mã này".to_owned(),
            _ => {}
        }
        let Some(causes) = change.causes else { return String::new() };
        let mut parts = Vec::new();
        if causes.definition {
            let [old, new] = self.definitions.each_ref().map(|definition| said(definition, language));
            parts.push(match language {
                English => format!("it is judged otherwise: {old} before, {new} now"),
                Vietnamese => format!("tiêu chí thay đổi: trước đây {old}, nay {new}"),
            });
        }
        if causes.boundary {
            parts.push(boundary(self.kept[nth], language));
        }
        if causes == Causes::default() {
            parts.push(match language {
                English => "no change alone would have done it, all together did".to_owned(),
                Vietnamese => "không thay đổi nào một mình là đủ, cùng nhau mới đủ".to_owned(),
            });
        }
        if causes.coverage || causes == Causes::default() {
            parts.extend(self.sites_said(nth, language));
            let areas = &self.areas[nth];
            parts.extend(areas.iter().take(NAMED).map(|area| area_said(area, language)));
            if areas.len() > NAMED {
                let more = areas.len() - NAMED;
                parts.push(match language {
                    English if more == 1 => "one more service area changed in it".to_owned(),
                    English => format!("{more} more service areas changed in it"),
                    Vietnamese => format!("còn {more} vùng phủ khác thay đổi ở đây"),
                });
            }
        }
        parts.join("; ")
    }

    /// How far the nearest site is, before and now, under a rule that looks at it.
    fn sites_said(&self, nth: usize, language: Language) -> Option<String> {
        if !self.looks_at_sites() {
            return None;
        }
        let [then, now] = self.changes[nth].sites.map(|site| match (site, language) {
            (Some(metres), _) => format!("{metres:.0} m"),
            (None, English) => "nowhere".to_owned(),
            (None, Vietnamese) => "không có".to_owned(),
        });
        Some(match language {
            English => format!("the nearest site that counts: {then} before, {now} now"),
            Vietnamese => format!("trạm được tính gần nhất: trước đây {then}, nay {now}"),
        })
    }
}

fn boundary(kept: Option<f64>, language: Language) -> String {
    match (kept.filter(|&kept| kept < 1.0 - 1e-9), language) {
        (Some(kept), English) => {
            format!("its boundary changed: {} is common to both", percent(kept, language))
        }
        (Some(kept), Vietnamese) => {
            format!("ranh giới thay đổi: phần chung là {}", percent(kept, language))
        }
        (None, English) => "the places in it changed".to_owned(),
        (None, Vietnamese) => "các điểm bên trong thay đổi".to_owned(),
    }
}

/// A definition, short.
fn said(definition: &Definition, language: Language) -> String {
    let (rule, technology, operators) = (&definition.rule, definition.min_technology, &definition.operators);
    match language {
        English => format!("{rule}, {technology} or later, {operators}"),
        Vietnamese => format!("{rule}, từ {technology}, {operators}"),
    }
}

fn percent(share: f64, language: Language) -> String {
    let text = format!("{:.1} %", share * 100.0);
    match language {
        English => text,
        Vietnamese => text.replace('.', ","),
    }
}

fn area_said(area: &AreaChange, language: Language) -> String {
    let [then, now] = area.shares.map(|share| percent(share, language));
    let AreaChange { technology, id, operator, .. } = area;
    match language {
        English => {
            let name = format!("{technology} service area {id} of {operator}");
            match area.happened {
                Happened::Appeared => format!("{name} appeared and holds {now} of it"),
                Happened::Vanished => format!("{name} vanished; it held {then} of it"),
                Happened::Grew => format!("{name} grew from {then} to {now} of it"),
                Happened::Shrank => format!("{name} shrank from {then} to {now} of it"),
            }
        }
        Vietnamese => {
            let name = format!("vùng phủ {technology} {id} của {operator}");
            match area.happened {
                Happened::Appeared => format!("{name} mới có, phủ {now} thôn, bản"),
                Happened::Vanished => format!("{name} không còn; trước đây phủ {then} thôn, bản"),
                Happened::Grew => format!("{name} mở rộng từ {then} lên {now} thôn, bản"),
                Happened::Shrank => format!("{name} thu hẹp từ {then} xuống {now} thôn, bản"),
            }
        }
    }
}
