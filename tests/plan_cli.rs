//! Ranking and planning as a user meets them, on a story whose answers a pencil gives.
//!
//! Five villages, squares of about a kilometre in a row. The first is covered. Site `west` covers
//! half of the second and third; `middle` the other half of the second; `east` all of the last two.

use std::path::PathBuf;
use std::process::{Command, Output};

struct Story(PathBuf);

fn square(x0: f64, x1: f64) -> String {
    let (x0, x1) = (105.0 + x0 * 0.01, 105.0 + x1 * 0.01);
    format!("[[[{x0},19.0],[{x1},19.0],[{x1},19.01],[{x0},19.01],[{x0},19.0]]]")
}

fn feature(properties: &str, x0: f64, x1: f64) -> String {
    let outline = square(x0, x1);
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":{outline}}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

impl Story {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("covgap-plan-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        let village = |nth: usize, people: usize, poor: f64| {
            let (x0, x1) = (nth as f64, nth as f64 + 1.0);
            let says = format!(
                r#""village_id":"V{nth}","name":"Bản {nth}","district":"Kỳ Sơn","population":{people},"poor_share":{poor}"#
            );
            feature(&says, x0, x1)
        };
        let villages = [
            village(0, 900, 0.1),
            village(1, 600, 0.2),
            village(2, 500, 0.9),
            village(3, 300, 0.3),
            village(4, 200, 0.4),
        ];
        let site = |id: &str, x0, x1| feature(&format!(r#""site_id":"{id}","technology":"4G""#), x0, x1);
        let areas = [site("west", 1.5, 2.5), site("middle", 1.0, 1.5), site("east", 3.0, 5.0)];
        let story = Self(path);
        story.write("villages.geojson", &collection(&villages));
        let claim = r#""operator":"Sông Lam","technology":"4G""#;
        story.write("coverage.geojson", &collection(&[feature(claim, 0.0, 1.0)]));
        story.write("candidates.geojson", &collection(&areas));
        story.write(
            "sites.csv",
            "site_id,capex_vnd,opex_vnd_year\nwest,1000000000,1\nmiddle,1000000000,1\neast,1000000000,1\n",
        );
        story
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_covgap")).current_dir(&self.0).args(words).output().unwrap()
    }

    fn plan(&self, more: &[&str]) -> Output {
        let mut words = vec![
            "plan",
            "--villages",
            "villages.geojson",
            "--coverage",
            "coverage.geojson",
            "--candidates",
            "candidates.geojson",
            "--candidate-table",
            "sites.csv",
            "--out",
            "out",
            "--rule",
            "area>=0.9",
        ];
        words.extend(more);
        let ran = self.run(&words);
        assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
        ran
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn certificate(&self) -> serde_json::Value {
        serde_json::from_str(&self.read("out/certificate.json")).unwrap()
    }
}

impl Drop for Story {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn column(table: &str, name: &str) -> Vec<String> {
    let mut lines = table.lines();
    let at = lines.next().unwrap().split(',').position(|cell| cell == name).unwrap();
    lines.map(|line| line.split(',').nth(at).unwrap().to_owned()).collect()
}

#[test]
fn two_billion_serve_the_village_that_takes_two_sites() {
    let story = Story::new("two");
    story.plan(&["--phases", "2025,2026", "--budget", "1e9"]);
    let certificate = story.certificate();
    // east alone serves 500; west and middle together 600; the money is for two.
    assert_eq!(certificate["objective"], 600.0);
    assert_eq!(certificate["checked"], true);
    let plan = story.read("out/plan.csv");
    assert_eq!(column(&plan, "phase"), ["2025", "2026"]);
    let mut sites = column(&plan, "id");
    sites.sort();
    assert_eq!(sites, ["middle", "west"]);
    assert_eq!(column(&story.read("out/phases.csv"), "people_so_far"), ["0", "600"]);
    let map: serde_json::Value = serde_json::from_str(&story.read("out/plan.geojson")).unwrap();
    let features = map["features"].as_array().unwrap();
    let village = features.iter().find(|f| f["properties"]["id"] == "V1").unwrap();
    assert_eq!(village["properties"]["served_by"], "west; middle");
}

#[test]
fn a_target_takes_the_least_money() {
    let story = Story::new("target");
    story.plan(&["--phases", "2025", "--target", "45%"]);
    // 1,100 people are within reach: east alone serves 500 of them.
    assert_eq!(story.certificate()["objective"], 1e9);
    assert_eq!(column(&story.read("out/plan.csv"), "id"), ["east"]);
}

#[test]
fn a_site_that_waits_is_built_when_it_may_be() {
    let story = Story::new("waits");
    story.write("sites.csv", "site_id,capex_vnd,available_from\nwest,5e9,\nmiddle,5e9,\neast,1e9,2026\n");
    story.plan(&["--phases", "2025,2026", "--budget", "1e9"]);
    assert_eq!(column(&story.read("out/plan.csv"), "phase"), ["2026"]);
}

#[test]
fn a_target_of_all_counts_what_is_covered_today() {
    let story = Story::new("all");
    // 2,500 people, 900 of them covered: 56 % of all is 1,400, for which east alone is enough.
    story.plan(&["--phases", "2025,2026", "--target", "56%", "--target-of", "all", "--by-phase", "2025"]);
    assert_eq!(column(&story.read("out/plan.csv"), "id"), ["east"]);
    assert_eq!(column(&story.read("out/plan.csv"), "phase"), ["2025"]);
    let words = ["plan", "--villages", "villages.geojson", "--coverage", "coverage.geojson"];
    let more = ["--candidates", "candidates.geojson", "--rule", "area>=0.9", "--out", "other"];
    let beyond = story.run(&[&words[..], &more, &["--target", "95%", "--target-of", "all"]].concat());
    let said = String::from_utf8_lossy(&beyond.stderr).into_owned();
    assert_eq!(beyond.status.code(), Some(1));
    // 900 and 1,100 of 2,500.
    assert!(said.contains("all candidate sites together bring 80.00 %"), "{said}");
}

#[test]
fn low_and_high_costs_come_from_the_table_or_from_one_range() {
    let story = Story::new("range");
    story.write(
        "sites.csv",
        "site_id,capex_low_vnd,capex_vnd,capex_high_vnd,opex_vnd_year\nwest,,9e9,,0\nmiddle,,9e9,,0\neast,800,1000,1500,100\n",
    );
    let money = ["--phases", "2025", "--budget", "1000", "--cost-range", "0.5,3"];
    story.plan(&[&money[..], &["--discount-rate", "8%", "--opex-years", "10"]].concat());
    let phases = story.read("out/phases.csv");
    assert_eq!(column(&phases, "spent"), ["1000"]);
    assert_eq!(
        (column(&phases, "spent_low"), column(&phases, "spent_high")),
        (vec!["800".into()], vec!["1500".into()])
    );
    // 1,000 and 100 a year for 10 years at 8 %: an annuity of 6.7101.
    let worth: f64 = column(&story.read("out/plan.csv"), "present_value")[0].parse().unwrap();
    assert!((worth - 1_671.008).abs() < 0.01, "{worth}");
}

#[test]
fn a_closed_gate_says_what_opens_it_and_when() {
    let story = Story::new("gate");
    story.write(
        "sites.csv",
        "site_id,capex_vnd,power,power_from\nwest,9e9,grid,\nmiddle,9e9,grid,\neast,1000,none,2026\n",
    );
    let money = ["--phases", "2025,2026", "--budget", "1000"];
    story.plan(&money);
    let villages = story.read("out/plan_villages.csv");
    assert_eq!(column(&villages, "phase"), ["", "", "2026", "2026"]);
    assert_eq!(column(&villages, "opens_in"), ["", "", "2026", "2026"]);
    assert!(villages.contains("east: grid power opens from 2026"), "{villages}");
    story.plan(&[&money[..], &["--solar-cost", "400"]].concat());
    let villages = story.read("out/plan_villages.csv");
    assert!(
        villages.contains("grid power opens from 2026, or earlier by solar or generator for 400"),
        "{villages}"
    );
}

#[test]
fn a_study_explains_rank_and_plan_of_a_village() {
    let story = Story::new("explain");
    story.write(
        "study.toml",
        "[inputs]\nvillages = \"villages.geojson\"\ncoverage = [\"coverage.geojson\"]\n[rule]\nrule = \"area>=0.9\"\n\
         [ranking]\nweights = { population = 3, poor_share = 1 }\n[plan]\ncandidates = \"candidates.geojson\"\n\
         candidate_table = \"sites.csv\"\nphases = [\"2025\", \"2026\"]\nbudget = 1e9\n[output]\nout = \"out\"\n",
    );
    let ran = story.run(&["run", "study.toml", "--explain", "V1,V4"]);
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    // V1 has 600 of 200 to 600 people and a poor share of 0.2, the least: all of its score is people.
    assert!(said.contains("number 2 of 4, with a score of 0.7500"), "{said}");
    assert!(said.contains("population: 600 people; adds 0.7500 with a weight of 0.750"), "{said}");
    assert!(said.contains("The plan serves it in 2026, by west, middle.\n  west is built in 202"), "{said}");
    assert!(said.contains("The plan does not serve it: not among the best for the money."), "{said}");
    assert!(
        said.contains("Candidate east would serve it alone and costs 1000 million VND in 2026."),
        "{said}"
    );
    assert!(!story.0.join("out").exists());
}

#[test]
fn villages_without_grid_power_are_listed_apart_and_their_sites_wait() {
    let story = Story::new("power");
    let text = story
        .read("villages.geojson")
        .replace("\"poor_share\":0.3", "\"grid_power\":\"no\",\"power_from\":\"2026\",\"poor_share\":0.3");
    let text = text
        .replace("\"poor_share\":0.4", "\"grid_power\":\"no\",\"power_from\":\"2026\",\"poor_share\":0.4");
    let text =
        text.replace("\"poor_share\":0.2", "\"grid_power\":\"yes\",\"power_from\":\"\",\"poor_share\":0.2");
    story.write("villages.geojson", &text);
    story.write("sites.csv", "site_id,capex_vnd,lon,lat\nwest,9e9,105.02,19.005\nmiddle,9e9,105.0125,19.005\neast,1000,105.04,19.005\n");
    story.plan(&["--phases", "2025,2026", "--budget", "1000"]);
    assert_eq!(column(&story.read("out/plan.csv"), "phase"), ["2026"]);
    let power = story.read("out/power.csv");
    assert_eq!(column(&power, "powered_villages").last().unwrap(), "1");
    assert_eq!(column(&power, "unpowered_villages").last().unwrap(), "2");
    assert_eq!(column(&power, "unpowered_planned").last().unwrap(), "2");
    assert_eq!(column(&power, "unstated_villages").last().unwrap(), "1");
}

#[test]
fn a_rank_is_the_sum_of_its_contributions() {
    let story = Story::new("rank");
    let ran = story.run(&[
        "rank",
        "--villages",
        "villages.geojson",
        "--coverage",
        "coverage.geojson",
        "--out",
        "out",
        "--weights",
        "population=3,poverty=1",
    ]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let table = story.read("out/ranking.csv");
    let numbers =
        |name: &str| -> Vec<f64> { column(&table, name).iter().map(|n| n.parse().unwrap()).collect() };
    let (people, poverty) = (numbers("population_contribution"), numbers("poverty_contribution"));
    for (nth, score) in numbers("score").into_iter().enumerate() {
        assert!((people[nth] + poverty[nth] - score).abs() < 1e-12);
    }
    assert_eq!(column(&table, "village_id"), ["V2", "V1", "V3", "V4"]);
}

#[test]
fn a_study_file_does_what_its_flags_would() {
    let story = Story::new("study");
    let ran = story.run(&[
        "init",
        "--villages",
        "villages.geojson",
        "--coverage",
        "coverage.geojson",
        "--candidates",
        "candidates.geojson",
        "--candidate-table",
        "sites.csv",
    ]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let ran = story.run(&["run", "study.toml"]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(story.0.join("covgap-study/plan.csv").exists());
    let ran = story.run(&["init", "--villages", "villages.geojson", "--coverage", "coverage.geojson"]);
    assert_eq!(ran.status.code(), Some(1), "a study file that exists is left alone");
}

#[test]
fn a_first_study_keeps_what_is_given_and_is_found_from_where_it_lies() {
    let story = Story::new("first");
    std::fs::create_dir_all(story.0.join("studies")).unwrap();
    let ran = story.run(&[
        "init",
        "--villages",
        "villages.geojson",
        "--coverage",
        "coverage.geojson",
        "--candidates",
        "candidates.geojson",
        "--candidate-table",
        "sites.csv",
        "--rule",
        "area>=0.9",
        "--phases",
        "2027,2028",
        "--target",
        "100%",
        "--weights",
        "population=2,poverty=1",
        "--study",
        "studies/first.toml",
    ]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = story.read("studies/first.toml");
    assert!(text.contains("villages = \"../villages.geojson\""), "{text}");
    assert!(text.contains("by the rule that stands here 4 villages are uncovered"), "{text}");
    assert!(text.contains("\n# budget = ") && text.contains("\ntarget = \"100%\""), "{text}");
    let ran = story.run(&["run", "studies/first.toml"]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let plan = story.read("studies/covgap-study/plan.csv");
    assert_eq!(column(&plan, "phase").len(), 3, "{plan}");
}

#[test]
fn a_study_that_makes_no_sense_is_refused_before_anything_is_read() {
    let story = Story::new("senseless");
    let study = |plan: &str, ranking: &str| {
        story.write(
            "study.toml",
            &format!(
                "[inputs]\nvillages = \"villages.geojson\"\ncoverage = [\"coverage.geojson\"]\n[ranking]\n{ranking}\n\
                 [plan]\nbudget = 1e9\n{plan}\n[output]\nout = \"out\"\n"
            ),
        );
        let ran = story.run(&["run", "study.toml"]);
        assert_ne!(ran.status.code(), Some(0), "{plan} {ranking}");
        String::from_utf8_lossy(&ran.stderr).into_owned()
    };
    for (plan, ranking, said) in [
        ("phases = [\"2025\", \"2025\"]", "", "--phases names `2025` twice"),
        ("phases = [\"\"]", "", "a phase without a name"),
        ("phases = [\"2025\"]\nby_phase = \"2031\"", "", "no phase `2031`; there are 2025"),
        ("mast_height = -5", "", "not a number of metres above 0"),
        ("", "weights = { population = 0 }", "every weight is 0"),
        ("", "weights = [\"population\", \"population=2\"]", "names `population` twice"),
        ("", "top = 0", "numbers from 1 up"),
    ] {
        let found = study(plan, ranking);
        assert!(found.contains(said) && !found.contains("candidate sites proposed"), "{found}");
    }
}

#[test]
fn rank_and_plan_are_explained_in_vietnamese_too() {
    let story = Story::new("vietnamese");
    story.write(
        "sites.csv",
        "site_id,capex_vnd,power,backhaul,power_from\nwest,1e9,none,fibre,2026\nmiddle,1e9,grid,none,\neast,1e9,grid,\
         fibre,\n",
    );
    let ran = story.run(&[
        "explain",
        "--villages",
        "villages.geojson",
        "--coverage",
        "coverage.geojson",
        "--candidates",
        "candidates.geojson",
        "--candidate-table",
        "sites.csv",
        "--rule",
        "area>=0.9",
        "--phases",
        "2025,2026",
        "--budget",
        "1e9",
        "--solar-cost",
        "5e8",
        "--satellite-cost",
        "3e8",
        "--lang",
        "vi",
        "--village",
        "V0",
        "V1",
        "V2",
        "V3",
    ]);
    assert_eq!(ran.status.code(), Some(0), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    for sentence in [
        "Kế hoạch không xét thôn, bản này",
        "Trong xếp hạng ưu tiên đầu tư, thôn, bản đứng thứ",
        "Theo kế hoạch, thôn, bản được phủ sóng trong giai đoạn 2025, nhờ trạm east.",
        "điện lưới có từ giai đoạn 2026, hoặc sớm hơn bằng điện mặt trời hoặc máy phát điện, chi phí 500 triệu",
        "truyền dẫn giải quyết được bằng vệ tinh, chi phí 300 triệu",
    ] {
        assert!(said.contains(sentence), "{sentence}\n{said}");
    }
    // names of columns, keys and ids apart, no English is left
    let english = [" the ", " it ", " its ", " of ", " in ", " with ", "Candidate", "Gate"];
    let left: Vec<&str> =
        said.lines().filter(|line| english.iter().any(|word| line.contains(word))).collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn a_criterion_that_decides_nothing_is_named() {
    let story = Story::new("silent");
    let ran = story.run(&[
        "rank",
        "--villages",
        "villages.geojson",
        "--coverage",
        "coverage.geojson",
        "--profile",
        "value-for-money",
        "--out",
        "out",
    ]);
    assert_eq!(ran.status.code(), Some(0));
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(
        said.contains("the data say nothing of cost-per-person") && said.contains("`covgap plan`"),
        "{said}"
    );
}

#[test]
fn people_outside_are_counted_wherever_they_live_and_villages_once() {
    let story = Story::new("outside");
    let ran = story.plan(&["--phases", "2025,2026", "--budget", "1e9", "--count", "people-outside"]);
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    // west reaches half of V1 (300 people) and of V2 (250), east all of V3 and V4 (500), middle half of V1
    assert!(said.contains("reach 1,050 of the 1,350 people outside coverage"), "{said}");
    let plan = story.read("out/plan.csv");
    assert_eq!(column(&plan, "id"), ["west", "east"]);
    assert_eq!(column(&plan, "villages"), ["2", "2"]);
    assert_eq!(column(&story.read("out/phases.csv"), "villages_left"), ["2", "0"]);
    let villages = story.read("out/plan_villages.csv");
    assert_eq!(column(&villages, "village_id"), ["V1", "V1", "V2", "V3", "V4"]);
    let people: Vec<f64> = column(&villages, "people").iter().map(|n| n.parse().unwrap()).collect();
    let wanted = [300.0, 300.0, 250.0, 300.0, 200.0];
    assert!(people.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 0.1), "{people:?}");
}

#[test]
fn a_site_on_a_standing_mast_has_the_backhaul_of_the_mast() {
    let story = Story::new("mast");
    let far = r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[105.5,19.5],[105.6,19.5]]}}"#;
    story.write("fibre.geojson", &collection(&[far.to_owned()]));
    let built = |table: &str| {
        story.write("sites.csv", table);
        let ran = story.plan(&["--phases", "2025", "--budget", "1000", "--fibre", "fibre.geojson"]);
        (column(&story.read("out/plan.csv"), "id"), String::from_utf8_lossy(&ran.stderr).into_owned())
    };
    let head = "site_id,capex_vnd,longitude,latitude,co_site,backhaul";
    let sites = "west,9e9,105.02,19.005,,\nmiddle,9e9,105.01,19.005,,\n";
    assert!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,,\n")).0.is_empty());
    assert_eq!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,T1,\n")).0, ["east"]);
    assert!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,T1,none\n")).0.is_empty());
    assert!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,no,\n")).0.is_empty());
    // nor does it wait for the grid of the village
    let villages =
        story.read("villages.geojson").replace("\"poor_share\"", "\"grid_power\":\"no\",\"poor_share\"");
    story.write("villages.geojson", &villages);
    assert_eq!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,T1,\n")).0, ["east"]);
    assert!(built(&format!("{head}\n{sites}east,1000,105.04,19.005,,fibre\n")).0.is_empty());
    let (sites, said) = built(&format!("{head}\nwest,9e9,,,,\nmiddle,9e9,,,,\neast,1000,,,,\n"));
    assert_eq!(sites, ["east"]);
    assert!(said.contains("from 3 of 3 candidate sites is not known"), "{said}");
}
