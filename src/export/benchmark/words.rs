//! Why a site is accepted or not, in a sentence.

use super::Benchmarked;
use crate::benchmark::Code;
use crate::export::Language;

/// The reason for what becomes of a site, in a sentence.
pub fn reason(all: &Benchmarked, site: usize, language: Language) -> String {
    let Some(judgement) = &all.found.judgements[site] else { return String::new() };
    let (alone, gain) = (all.found.alone[site], judgement.gain);
    let by = named(all, &judgement.by);
    let floor = floor(all, language);
    let adds = brings(gain.villages, gain.people, language);
    let alone = brings(alone.villages, alone.people, language);
    match language {
        Language::English => match judgement.code {
            Code::Accepted => format!("Newly covers {adds} after the sites accepted before it."),
            Code::AcceptedTogether => {
                format!("Brings nothing alone; together with {by} it meets the floor of {floor}.")
            }
            Code::NoArea => "No service area of a technology that counts is known.".to_owned(),
            Code::Outside => "Its service area touches no village of the study.".to_owned(),
            Code::CoveredAlready => "Its service area lies wholly inside existing coverage.".to_owned(),
            Code::NothingNew => {
                "No village passes the rule because of it, whatever else is built.".to_owned()
            }
            Code::NeedsAnother => format!("Newly covers no village alone; only together with {by} could it."),
            Code::Duplicate => {
                format!("The same site as {by} once more: once {by} stands it newly covers nothing.")
            }
            Code::Dominated => {
                format!("Once {by} stands, which costs no more, it adds nothing, whatever else is built.")
            }
            Code::BelowFloor => {
                format!("Even alone it newly covers {alone}, less than the floor of {floor}.")
            }
            Code::TooDear => {
                format!("Even alone it newly covers {alone}, at more than the ceiling of {floor}.")
            }
            Code::Redundant => {
                format!(
                    "Alone it would newly cover {alone}; after {by} it adds {adds}, less than the floor of {floor}."
                )
            }
        },
        Language::Vietnamese => match judgement.code {
            Code::Accepted => format!("Phủ mới {adds} sau các trạm đã được chấp thuận trước đó."),
            Code::AcceptedTogether => {
                format!("Một mình không phủ mới thôn nào; cùng với {by} thì đạt mức tối thiểu {floor}.")
            }
            Code::NoArea => "Không có vùng phủ nào của công nghệ được tính.".to_owned(),
            Code::Outside => "Vùng phủ không chạm thôn, bản nào trong nghiên cứu.".to_owned(),
            Code::CoveredAlready => "Vùng phủ nằm hoàn toàn trong vùng đã có sóng.".to_owned(),
            Code::NothingNew => {
                "Không thôn, bản nào đạt tiêu chí nhờ trạm này, dù xây thêm trạm nào khác.".to_owned()
            }
            Code::NeedsAnother => format!("Một mình không phủ mới thôn nào; chỉ có thể khi đi cùng {by}."),
            Code::Duplicate => format!("Trùng với {by}: khi đã có {by}, trạm này không phủ mới thôn nào."),
            Code::Dominated => {
                format!("Khi đã có {by}, không đắt hơn, trạm này không thêm gì, dù xây thêm trạm nào khác.")
            }
            Code::BelowFloor => format!("Dù xét riêng cũng chỉ phủ mới {alone}, dưới mức tối thiểu {floor}."),
            Code::TooDear => format!("Dù xét riêng cũng chỉ phủ mới {alone}, vượt mức trần {floor}."),
            Code::Redundant => {
                format!("Xét riêng phủ mới {alone}; sau {by} chỉ thêm {adds}, dưới mức tối thiểu {floor}.")
            }
        },
    }
}

fn brings(villages: usize, people: f64, language: Language) -> String {
    match (language, villages) {
        (Language::English, 0) => "no village".to_owned(),
        (Language::English, 1) => format!("1 village with {people:.0} people"),
        (Language::English, _) => format!("{villages} villages with {people:.0} people"),
        (Language::Vietnamese, 0) => "0 thôn".to_owned(),
        (Language::Vietnamese, _) => format!("{villages} thôn với {people:.0} người"),
    }
}

/// The first sites by their ids, and how many more there are.
fn named(all: &Benchmarked, sites: &[usize]) -> String {
    const SHOWN: usize = 4;
    let mut text = all.ids(&sites[..sites.len().min(SHOWN)]).replace("; ", ", ");
    if sites.len() > SHOWN {
        text.push_str(&format!(" +{}", sites.len() - SHOWN));
    }
    text
}

fn floor(all: &Benchmarked, language: Language) -> String {
    let floor = all.found.floor;
    let money = all.currency.as_deref().unwrap_or("");
    let english = language == Language::English;
    let mut parts = Vec::new();
    if floor.people > 0.0 {
        parts.push(format!("{:.0} {}", floor.people, if english { "people" } else { "người" }));
    }
    if floor.villages > 1 || parts.is_empty() {
        let villages = floor.villages.max(1);
        parts.push(match (english, villages) {
            (true, 1) => "1 village".to_owned(),
            (true, _) => format!("{villages} villages"),
            (false, _) => format!("{villages} thôn"),
        });
    }
    if let Some(most) = floor.most_per_person {
        parts.push(match english {
            true => format!("at most {most:.0} {money} a person"),
            false => format!("không quá {most:.0} {money} một người"),
        });
    }
    parts.join(", ")
}
