//! The two steps of a schedule that race.

use explorer::{Race, races};
use machine::Replay;
use trace::wire::FindingRecord;

use super::explorer::Explorer;
use crate::same::Same;

/// Goes behind the two steps that race, if `link` is the witness of a race, and says which they are.
pub(super) fn show_race(explorer: &mut Explorer, link: &str) -> Option<String> {
    let (_, record) = explorer.record.as_ref()?;
    let shows = |finding: &&FindingRecord| finding.kind == "race" && finding.witness == link;
    let variable = record.findings.iter().find(shows)?.variable.clone()?;
    let next = explorer.moves();
    let pairs = next.iter().flat_map(|&first| next.iter().map(move |&second| [first, second]));
    // The witness may end where both are about to go on.
    let tries = std::iter::once(vec![]).chain(pairs.map(Vec::from));
    let (replay, race) = tries.into_iter().find_map(|more| {
        let mut replay = (*explorer.replay.0).clone();
        more.into_iter().try_for_each(|by| replay.push(by)).ok()?;
        let race = last_race(&replay, &variable)?;
        (race.second + 1 == replay.steps().len()).then_some((replay, race))
    })?;
    explorer.at = replay.steps().len();
    explorer.replay = Same::new(replay);
    let (first, second) = (race.first + 1, race.second + 1);
    Some(format!("Steps {first} and {second} race for {variable}: nothing orders them."))
}

/// The race for this variable whose second step comes last.
fn last_race(replay: &Replay, variable: &str) -> Option<Race> {
    races(replay).into_iter().filter(|race| race.what == variable).max_by_key(|race| race.second)
}

#[cfg(test)]
mod tests {
    use machine::{Grain, Machine, Move};
    use program::{Builder, Op, Operand};

    use super::*;

    /// Both threads write `counter` and then `count`, in turns: steps 0 and 1 race for the one, 2 and
    /// 3 for the other, and nothing else does.
    #[test]
    fn a_race_is_for_its_own_variable_although_its_name_contains_another() {
        let mut build = Builder::new();
        for name in ["counter", "count"] {
            let to = build.var(name, 0, (0, 1));
            build.line(&format!("{name} = 1"));
            build.op(Op::Store { to, value: Operand::Const(1) });
        }
        build.threads(2, 0);
        let machine = Machine::new(build.finish().expect("it fits together"), Grain::Merged);
        let mut replay = Replay::new(machine.into());
        for thread in [0, 1, 0, 1] {
            replay.push(Move { thread, way: 0 }).expect("each has two steps");
        }
        let steps = |variable| last_race(&replay, variable).map(|race| (race.first, race.second));
        assert_eq!(steps("counter"), Some((0, 1)));
        assert_eq!(steps("count"), Some((2, 3)));
        assert_eq!(steps("it"), None);
    }
}
