//! Document → page: style, scripts and data put into one file.

use super::data::Document;

const PAGE: &str = include_str!("page/page.html");

/// Style sheets, in order.
const STYLES: &[&str] = &[include_str!("page/vendor/leaflet.css"), include_str!("page/style.css")];

/// Scripts, in order: the map library, then ours.
const SCRIPTS: &[&str] = &[
    include_str!("page/vendor/leaflet.js"),
    include_str!("page/core.js"),
    include_str!("page/decode.js"),
    include_str!("page/model.js"),
    include_str!("page/rule.js"),
    include_str!("page/draw.js"),
    include_str!("page/map.js"),
    include_str!("page/table.js"),
    include_str!("page/charts.js"),
    include_str!("page/village.js"),
    include_str!("page/places.js"),
    include_str!("page/sections.js"),
    include_str!("page/rules.js"),
    include_str!("page/sureness.js"),
    include_str!("page/changes.js"),
    include_str!("page/investment.js"),
    include_str!("page/plan.js"),
    include_str!("page/proposals.js"),
    include_str!("page/filters.js"),
    include_str!("page/main.js"),
];

/// The dictionaries: language, text.
const DICTIONARIES: &[(&str, &str)] =
    &[("en", include_str!("page/i18n/en.json")), ("vi", include_str!("page/i18n/vi.json"))];

const LICENCE: &str = include_str!("page/vendor/LICENSE-leaflet.txt");

/// The page for a document.
pub fn assemble(document: &Document) -> String {
    let data = serde_json::to_string(document).unwrap_or_else(|_| "null".to_owned());
    let dictionaries: Vec<String> =
        DICTIONARIES.iter().map(|(language, text)| format!("\"{language}\":{text}")).collect();
    let scripts: Vec<&str> = SCRIPTS.iter().map(|script| without_source_map(script)).collect();
    let parts = [
        ("lang", document.lang.to_owned()),
        ("style", STYLES.join("\n")),
        ("licence", escape_html(LICENCE)),
        ("words", escape_script(&format!("{{{}}}", dictionaries.join(",")))),
        ("data", escape_script(&data)),
        ("script", scripts.join("\n")),
    ];
    fill(PAGE, &parts)
}

/// Replaces each `{{name}}` of the page once; what is put in is never searched again.
fn fill(page: &str, parts: &[(&str, String)]) -> String {
    let size = parts.iter().map(|(_, text)| text.len()).sum::<usize>() + page.len();
    let mut filled = String::with_capacity(size);
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let Some((name, after)) = after.split_once("}}") else { break };
        if let Some((_, text)) = parts.iter().find(|(part, _)| *part == name) {
            filled.push_str(text);
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// JSON that can stand inside a script element: no name in the data can end it or be read as
/// markup.
fn escape_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A vendored script without its last line that names a file which is not here.
fn without_source_map(script: &str) -> &str {
    script.find("//# sourceMappingURL").map_or(script, |at| &script[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::report::data::Villages;

    #[test]
    fn a_name_cannot_leave_its_string() {
        let evil = "</script><script>alert(1)</script>\u{2028}&<!--";
        let document = Document {
            villages: Villages { name: vec![Some(evil.to_owned())], ..Villages::default() },
            ..Document::default()
        };
        let page = assemble(&document);
        assert!(!page.contains("alert(1)</script>"));
        assert!(page.contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"));
        let read: serde_json::Value =
            serde_json::from_str(&escape_script(&format!("{evil:?}").replace("\\u{2028}", "\u{2028}")))
                .unwrap();
        assert_eq!(read, evil);
    }

    #[test]
    fn what_is_put_in_is_not_searched_for_more() {
        let parts = [("a", "{{b}}".to_owned()), ("b", "x".to_owned())];
        assert_eq!(fill("1 {{a}} 2 {{b}} 3", &parts), "1 {{b}} 2 x 3");
    }

    #[test]
    fn both_dictionaries_have_the_same_words() {
        let keys = |text: &str| -> Vec<String> {
            let words: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
            let mut keys: Vec<_> = words.keys().filter(|key| !key.ends_with(".one")).cloned().collect();
            keys.sort();
            keys
        };
        assert_eq!(keys(DICTIONARIES[0].1), keys(DICTIONARIES[1].1));
    }

    #[test]
    fn every_part_of_the_page_is_filled() {
        let page = assemble(&Document::default());
        let own = page.rsplit_once("</script>").unwrap().1;
        assert!(!own.contains("{{"));
        assert!(!page.contains("sourceMappingURL"));
    }
}
