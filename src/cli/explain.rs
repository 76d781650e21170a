//! `covgap explain`.

use clap::Args;

use super::assess::{judge, read};
use super::explain_plan::{self, ExplainPlanArgs};
use super::inputs::InputArgs;
use super::judgement::JudgementArgs;
use super::session::printable;
use super::{Outcome, Session};
use crate::error::Error;
use crate::export::{Language, explain, explain_sureness, in_language, outlook};
use crate::geometry::Shapes;
use crate::read::Inputs;

/// Say why a village has its status
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    inputs: InputArgs,
    #[command(flatten)]
    judgement: JudgementArgs,
    #[command(flatten)]
    investing: ExplainPlanArgs,
    /// The id of the village; may be given several times
    #[arg(long, value_name = "ID", required = true, num_args = 1..)]
    village: Vec<String>,
    /// Language of the sentences: en, vi
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Language,
}

impl ExplainArgs {
    pub fn run(self, session: &Session) -> Result<Outcome, Error> {
        let mut request = self.inputs.request(false, session.gdal);
        let prepared = self.investing.prepare(&mut request, session)?;
        let mut read = read(&request, &self.judgement, session)?;
        let candidates = self.investing.candidates(&prepared, &mut read, &request)?;
        let mut found = judge(read, &request, &self.judgement, session)?;
        self.investing.work(&prepared, &mut found, candidates, &request, session)?;
        let found = found;
        let villages: Vec<usize> =
            self.village.iter().map(|id| place(&found.inputs, id)).collect::<Result<_, _>>()?;
        let outlines = Shapes::new();
        let results = found.results(&outlines);
        let others = found.on_demand.rules(results);
        for village in villages {
            let mut sentences = explain(&found.inputs, &found.assessment, others, village);
            let villages = &found.inputs.villages;
            sentences.extend(outlook(&found.inputs, &found.assessment, others, village));
            sentences.extend(explain_sureness(&found.scrutiny, villages, &found.assessment, village));
            sentences.extend(explain_plan::sentences(&found, village));
            let said = sentences.iter().map(|sentence| in_language(sentence, self.lang));
            let mut text = said.collect::<Vec<_>>().join("\n");
            text.push_str("\n\n");
            session.data(&printable(&text))?;
        }
        Ok(Outcome::of(&found.inputs.findings))
    }
}

fn place(inputs: &Inputs, id: &str) -> Result<usize, Error> {
    let records = &inputs.villages.records;
    records.iter().position(|village| village.id.0 == id).ok_or_else(|| {
        let like: Vec<&str> =
            records.iter().map(|v| v.id.0.as_str()).filter(|other| other.contains(id)).take(3).collect();
        let hint = if like.is_empty() { String::new() } else { format!("; similar: {}", like.join(", ")) };
        Error::Usage(format!("no village has the id `{id}`{hint}"))
    })
}
