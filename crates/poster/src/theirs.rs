//! The result that a link carries, as it was recorded where the link was made.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::DeflateDecoder;
use plan::Computer;
use ui::picture::{Content, of_recorded};
use ui::{Action, MAX_RECORD, Stage, Theirs, reduce};

use crate::link::Refused;
use crate::page::opened;

/// The poster of somebody's run: nothing is run here.
pub(crate) fn of_result(link: &str, packed: &str, computer: Computer) -> Result<Content, Refused> {
    let text = unpacked(packed).map_err(Refused::Result)?;
    let unpacked = Action::Unpacked(packed.to_owned(), Ok(text.into()));
    let (state, _) = reduce(&opened(link, computer), unpacked);
    match (&state.theirs, state.report()) {
        (Some(Theirs { stage: Stage::Unread(why), .. }), _) => Err(Refused::Result(why.clone())),
        (_, Some(report)) => Ok(of_recorded(report)),
        (_, None) => Err(Refused::Result("there is nothing in it".to_owned())),
    }
}

/// The record, as text.
fn unpacked(packed: &str) -> Result<String, String> {
    let damaged = "it is damaged: was the link cut?";
    let bytes = URL_SAFE_NO_PAD.decode(packed).map_err(|_| damaged)?;
    let mut record = Vec::new();
    let most = DeflateDecoder::new(&bytes[..]).take(MAX_RECORD as u64 + 1);
    { most }.read_to_end(&mut record).map_err(|_| damaged)?;
    if record.len() > MAX_RECORD {
        return Err(format!("it is longer than {MAX_RECORD} bytes, and at most so many are read"));
    }
    String::from_utf8(record).map_err(|_| "it is no text".to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;
    use crate::{Size, Theme, poster, run};

    const LINK: &str = "#/lost-update?v=1&threads=3&increments=7&fix=lock&repeats=1";

    fn packed(bytes: &[u8]) -> String {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        URL_SAFE_NO_PAD.encode(encoder.finish().unwrap())
    }

    fn drawn(packed: &str) -> Result<String, Refused> {
        let link = plan::with_result(LINK, packed).expect("it is short");
        poster(&link, Size::OPEN_GRAPH, Theme::Light)
    }

    /// The record of a run whose sentence was exchanged: no run says it, so it comes from the record.
    #[test]
    fn a_result_is_drawn_as_it_was_recorded() {
        let computer = Computer { cores: 2 };
        let plan = plan::open(LINK).draft.unwrap().check(computer).unwrap();
        let record = run::record(&plan, computer).unwrap();
        let sentence =
            |record: &serde_json::Value| record["verdict"]["text"].as_str().map(str::to_owned);
        let mut record: serde_json::Value = serde_json::from_str(&record).unwrap();
        assert!(sentence(&record).is_some_and(|text| !text.contains("Theirs")), "{record}");
        record["verdict"]["text"] = "Theirs was a fine run.".into();
        record["environment"]["cores"] = 77.into();
        let svg = drawn(&packed(record.to_string().as_bytes())).unwrap();
        assert!(svg.contains("Theirs was a fine run."), "{svg}");
        assert!(svg.contains("77\u{a0}cores") || svg.contains("77 cores"), "{svg}");
    }

    #[test]
    fn a_result_that_cannot_be_read_is_refused_with_the_reason() {
        let long = vec![b' '; MAX_RECORD + 1];
        for (bytes, why) in [
            ("%%%".to_owned(), "it is damaged"),
            ("abc".to_owned(), "it is damaged"),
            (packed(b"{"), "the result in the link cannot be read: "),
            (packed(&[0xff, 0xfe]), "it is no text"),
            (packed(&long), "it is longer than 1000000 bytes"),
        ] {
            let error = drawn(&bytes).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
