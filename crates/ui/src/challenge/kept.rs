//! What is kept of the challenge from one visit to the next, as JSON.

use experiments::LEVELS;
use serde_json::{Value, json};

use super::state::{Challenge, Par, Solved};

impl Challenge {
    /// Whether the same levels were solved, and miscalled as often.
    #[must_use]
    pub fn counts_the_same(&self, other: &Self) -> bool {
        self.solved == other.solved && self.miscalled == other.miscalled
    }

    /// What was solved and miscalled.
    #[must_use]
    pub fn kept(&self) -> String {
        let solved = self.solved.iter().map(|solved| {
            json!({
                "id": solved.id,
                "preemptions": solved.preemptions,
                "steps": solved.steps,
                "par": match solved.par {
                    Par::Preemptions(par) => json!(par),
                    Par::Impossible => json!("impossible"),
                    Par::Unknown => Value::Null,
                },
                "hints": solved.hints,
            })
        });
        json!({ "solved": solved.collect::<Vec<_>>(), "miscalled": self.miscalled }).to_string()
    }

    /// Reads what [`Challenge::kept`] wrote. What cannot be read, and levels that are no more, are left
    /// out.
    #[must_use]
    pub fn recalled(text: &str) -> Self {
        let kept: Value = crate::json::read(text).unwrap_or_default();
        let list = |name: &str| kept[name].as_array().cloned().unwrap_or_default();
        let mut challenge = Self::default();
        for solved in list("solved").iter().filter_map(solved) {
            if !challenge.solved.iter().any(|known| known.id == solved.id) {
                challenge.solved.push(solved);
            }
        }
        challenge.miscalled = list("miscalled").iter().filter_map(id).collect();
        challenge
    }
}

/// The id of a level that exists.
fn id(value: &Value) -> Option<&'static str> {
    LEVELS.iter().map(|level| level.id).find(|id| value.as_str() == Some(id))
}

fn solved(value: &Value) -> Option<Solved> {
    let number = |name: &str| usize::try_from(value[name].as_u64()?).ok();
    let par = match &value["par"] {
        Value::String(_) => Par::Impossible,
        Value::Number(par) => Par::Preemptions(usize::try_from(par.as_u64()?).ok()?),
        _ => Par::Unknown,
    };
    Some(Solved {
        id: id(&value["id"])?,
        preemptions: number("preemptions"),
        steps: number("steps")?,
        par,
        hints: number("hints")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_solved_survives_a_reload() {
        let all = [Par::Preemptions(2), Par::Impossible, Par::Unknown];
        let solved = |(index, par): (usize, Par)| Solved {
            id: LEVELS[index].id,
            preemptions: (par != Par::Impossible).then_some(3),
            steps: 7,
            par,
            hints: 1,
        };
        let challenge = Challenge {
            solved: all.into_iter().enumerate().map(solved).collect(),
            miscalled: vec![LEVELS[1].id, LEVELS[1].id],
            ..Challenge::default()
        };
        let recalled = Challenge::recalled(&challenge.kept());
        assert!(recalled.counts_the_same(&challenge), "{recalled:?}");
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let first = LEVELS[0].id;
        let known = json!({ "id": first, "preemptions": 1, "steps": 4, "par": 1, "hints": 0 });
        let gone = json!({ "id": "no-such-level", "steps": 4, "hints": 0 });
        let text = json!({ "solved": [known, gone, 5, known], "miscalled": [first, 7] });
        let recalled = Challenge::recalled(&text.to_string());
        assert_eq!((recalled.solved.len(), recalled.miscalled), (1, vec![first]));
        for text in ["", "null", "[]", "{", "{\"solved\":{}}"] {
            assert!(Challenge::recalled(text).counts_the_same(&Challenge::default()), "{text}");
        }
    }
}
