//! The run of `coroutines`: the same tasks on one thread, in turn, and on threads of their own.

mod generators;
mod measured;
mod micro_threads;
mod scheduler;
mod tickets;

use primitives::Stopped;
use serde_json::{Value, json};
use trace::VerdictKind;
use trace::wire::StageRun;

use self::measured::Measured;
use super::{Coroutines, Model, Play};
use crate::experiment::Needs;
use crate::kernel::Run;
use crate::kernel::lab::Lab;
use crate::kernel::scene::{Played, Script};
use crate::param::Choice;

/// Turns that are sent to the page.
const MOST_TURNS: usize = 200;

/// What a play showed.
#[derive(Debug, Default)]
struct Shown {
    /// Whose turn it was, by the index of the task, one after the other.
    turns: Vec<usize>,
    /// What the generators gave, in order.
    answers: Vec<u64>,
    /// Generators that were closed.
    closed: Option<u64>,
    /// Tasks that never had a turn while another had many.
    starved: Option<u64>,
    /// Tickets that were sold, if any were on sale.
    sold: Option<u64>,
    wall_ms: f64,
}

impl Run for Coroutines {
    fn run(&self, lab: &Lab<'_>) -> Result<StageRun, Stopped> {
        let measured = Measured::of(self, lab)?;
        let script = Script {
            variant: self.model.word(),
            threads: self.threads,
            repeats: self.repeats,
            steps: u64::from(self.threads),
            resources: self.resources(),
        };
        script.run(lab, &mut |scene| {
            let play = match (self.play, self.model) {
                (Play::Generators, Model::Cooperative) => generators::in_turn,
                (Play::Generators, Model::Preemptive) => generators::on_threads,
                (Play::MicroThreads, Model::Cooperative) => micro_threads::in_turn,
                (Play::MicroThreads, Model::Preemptive) => micro_threads::on_threads,
                (Play::Tickets, Model::Cooperative) => tickets::in_turn,
                (Play::Tickets, Model::Preemptive) => tickets::on_threads,
            };
            let shown = play(self, scene)?;
            Ok(self.played(&shown, &measured))
        })
    }
}

impl Coroutines {
    fn played(&self, shown: &Shown, measured: &Measured) -> Played {
        let oversold = shown.sold.map(|sold| sold.saturating_sub(self.tickets));
        let (kind, value) = match (oversold, shown.starved) {
            (Some(0), _) => (VerdictKind::Held, "none oversold".to_owned()),
            (Some(some), _) => (VerdictKind::WrongValue, format!("{some} oversold")),
            (None, Some(1..)) => (VerdictKind::Starved, "starved".to_owned()),
            (None, _) => (VerdictKind::Held, "all had their turns".to_owned()),
        };
        let turns: Vec<usize> =
            shown.turns.iter().take(MOST_TURNS).map(|index| index + 1).collect();
        let some = |list: &[u64]| if list.is_empty() { Value::Null } else { json!(list) };
        let figures = [
            ("order", if turns.is_empty() { Value::Null } else { json!(turns) }),
            ("turns", if turns.is_empty() { Value::Null } else { json!(shown.turns.len()) }),
            ("answers", some(&shown.answers)),
            ("closed", json!(shown.closed)),
            ("starved", json!(shown.starved)),
            ("sold", json!(shown.sold)),
            ("oversold", json!(oversold)),
            ("switches_per_s", measured.switches_per_s()),
            ("bytes", measured.bytes()),
            ("bytes_of_all", measured.bytes_of_all(self)),
        ];
        Played::new(kind, value, shown.wall_ms, figures)
    }
}
