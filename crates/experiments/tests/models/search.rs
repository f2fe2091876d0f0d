//! The explorer's search against the enumerator, on every model.

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use experiments::{Face, of_face};
use explorer::{Count, Exploration, Interrupted, Options, Pace};
use machine::{Grain, Machine};
use trace::VerdictKind;

use crate::brute::{choices_under_each, explore, program};

/// Nobody is in a hurry, and nobody waits.
struct Natively;

impl Pace for Natively {
    fn elapsed_ms(&self) -> f64 {
        0.0
    }

    async fn pause(&self, _states: usize) -> Result<(), Interrupted> {
        Ok(())
    }
}

fn search(id: &str, given: &[(&'static str, &str)], grain: Grain, symmetry: bool) -> Exploration {
    let machine = Machine::new(program(id, given), grain);
    let options = Options { symmetry, ..Options::default() };
    let search = pin!(explorer::explore(&machine, &options, &Natively));
    match search.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => found.expect("nobody stops it"),
        Poll::Pending => unreachable!("nothing waits"),
    }
}

#[test]
fn the_search_finds_what_following_every_schedule_finds() {
    for model in of_face(Face::Explore) {
        for given in choices_under_each(model) {
            for (grain, symmetry) in
                [(Grain::Merged, true), (Grain::Merged, false), (Grain::Fine, true)]
            {
                let what = format!("{} {given:?} {grain:?} {symmetry}", model.id);
                let searched = search(model.id, &given, grain, symmetry);
                let brute = explore(model.id, &given, grain);
                assert_eq!(searched.limit, None, "{what}");
                assert!(searched.states <= brute.states, "{what}");
                assert!(symmetry || searched.states == brute.states, "{what}");
                let found: BTreeMap<(String, VerdictKind), Option<u128>> = searched
                    .endings
                    .iter()
                    .filter(|ending| ending.outcome.kind != VerdictKind::Livelock)
                    .map(|ending| {
                        let count = match &ending.schedules {
                            Count::Exactly(number) => number.to_string().parse().ok(),
                            Count::AtLeast(_) | Count::Infinite => None,
                        };
                        ((ending.outcome.value.clone(), ending.outcome.kind), count)
                    })
                    .collect();
                assert_eq!(found, brute.outcomes, "{what}");
                let livelock =
                    searched.endings.iter().any(|end| end.outcome.kind == VerdictKind::Livelock);
                assert_eq!(livelock, brute.trapped, "{what}");
                let sum: f64 = searched.endings.iter().map(|ending| ending.probability).sum();
                assert!((sum - 1.0).abs() < 1e-9, "{what}: {sum}");
            }
        }
    }
}
