//! Programs whose threads may go round and round: findings and chances that a person can derive by
//! hand. Each derivation is given.

mod common;

use std::cell::Cell;
use std::collections::BTreeSet;

use common::*;
use explorer::{FindingKind, Interrupted, Options, Pace};
use machine::{Grain, Machine};

/// The flag is never set: every schedule goes round, and none ends.
#[test]
fn looking_for_what_never_comes_is_a_livelock() {
    let found = finds(&waits_for_nothing(), &["busy-waiting", "livelock"]);
    assert_eq!(found.schedules.to_string(), "infinite");
    assert_eq!(values(&found), ["livelock".to_owned()].into());
    assert_eq!(found.endings[0].probability.to_bits(), 1.0_f64.to_bits());
}

/// A flag that somebody sets ends the wait: it is busy, but it ends. A scheduler that never lets the
/// setter go on would not be fair, so nothing else is wrong.
#[test]
fn a_spin_on_a_flag_is_busy_waiting_and_no_more() {
    let found = finds(&spin_on_flag(), &["busy-waiting"]);
    assert_eq!(found.schedules.to_string(), "infinite");
    assert_eq!(values(&found), ["held".to_owned()].into());
    assert_eq!(found.endings[0].probability.to_bits(), 1.0_f64.to_bits());
    let text = text(&spin_on_flag(), &found, FindingKind::BusyWaiting);
    assert!(text.contains("line 1"), "{text}");
}

/// A spin lock protects the counter. While one holds it the others look again and again. With three,
/// two can hand it to and fro... but each takes it once, so nobody is left out for ever.
#[test]
fn a_spin_lock_keeps_a_core_busy() {
    for threads in 2..=4 {
        let found = finds(&spin_lock(threads), &["busy-waiting"]);
        assert_eq!(values(&found), [threads.to_string()].into());
        assert_eq!(found.endings[0].probability.to_bits(), 1.0_f64.to_bits());
    }
}

/// Both take their own, see that the other's is taken, give back, and begin again: a loop in which
/// all are at work. It can be left at any time, so no schedule is caught in it.
#[test]
fn politeness_can_go_on_for_ever() {
    let found = finds(&polite(), &["busy-waiting", "livelock"]);
    assert_eq!(values(&found), ["held".to_owned()].into());
    assert_eq!(found.endings[0].probability.to_bits(), 1.0_f64.to_bits());
    let livelock = found.findings.iter().find(|f| f.kind() == FindingKind::Livelock);
    let livelock = livelock.expect("it was found");
    let from = livelock.loop_from.expect("it goes round");
    let round: BTreeSet<u8> = livelock.witness.0[from..].iter().map(|by| by.thread).collect();
    assert_eq!(round, [0, 1].into());
}

/// Once the first may go it needs two steps, look and write, and the other one. The first has the last
/// word unless it makes both before the other's: 1 − (1/2)².
#[test]
fn a_loop_has_exact_chances_behind_it() {
    let found = merged(&last_word());
    let chance = |value: &str| {
        let ending = found.endings.iter().find(|ending| ending.outcome.value == value);
        ending.expect("it is possible").probability
    };
    assert!((chance("1") - 0.75).abs() < 1e-12);
    assert!((chance("2") - 0.25).abs() < 1e-12);
}

/// The first thread must make 20 additions between two resets. After a reset, the other thread looks
/// next, and then resets. So the additions come with the look behind them, with a chance of 2⁻²⁰, or
/// with the look before one of them, 20 · 2⁻²¹, or there is another reset: the ratio is 1 to 10. In
/// the second case the next step of the other is a reset. In the first it is a look, and if that
/// comes before the first thread says that it is done, with 1/2, a reset follows. So the number stays
/// with 1/22, but the very first round begins with a reset: with 2⁻²⁰ all additions come before it,
/// and then they are lost.
///
/// A computation that subtracts the chance to stay from 1 loses digits here, and all of them below.
#[test]
fn a_rare_way_out_keeps_its_chance() {
    let found = merged(&sisyphus(19));
    let stays = found.endings.iter().find(|ending| ending.outcome.value == "20");
    let chance = stays.expect("it is possible").probability;
    let expected = (1.0 - 2.0_f64.powi(-20)) / 22.0;
    assert!((chance - expected).abs() < 1e-12, "{chance} is not {expected}");
    let sum: f64 = found.endings.iter().map(|ending| ending.probability).sum();
    assert!((sum - 1.0).abs() < 1e-12);
    // In general: 1 to (k + 1) / 2 for k + 1 additions, and a rarer way out than 1 in 2⁶⁰.
    let found = merged(&sisyphus(61));
    let stays = found.endings.iter().find(|ending| ending.outcome.value == "62");
    let chance = stays.expect("it is possible").probability;
    assert!((chance - 1.0 / 64.0).abs() < 1e-12, "{chance} is not 1/64");
}

/// Two threads that take a lock again and again can leave out a third one that wants it once. They
/// themselves never end.
#[test]
fn greedy_threads_starve_a_modest_one() {
    let found = merged(&greedy());
    let starvation = found.findings.iter().find(|f| f.kind() == FindingKind::Starvation);
    let starvation = starvation.expect("the third thread may be left out");
    let from = starvation.loop_from.expect("it goes round");
    let said = text(&greedy(), &found, FindingKind::Starvation);
    assert!(said.starts_with("Modest can be left out"), "{said}");
    assert!(starvation.witness.0[from..].iter().all(|by| by.thread != 2));
    witnesses_replay(&greedy(), Grain::Merged, &found);
}

/// Peterson's algorithm excludes; with its first two assignments swapped both may get in: A sets the
/// turn, B sets the turn and its wish and enters (A's wish is not seen), then A sets its wish and
/// enters, for the turn is A's.
#[test]
fn peterson_is_correct_and_its_swapped_twin_is_not() {
    let found = finds(&peterson(false), &["busy-waiting"]);
    assert_eq!(values(&found), ["2".to_owned()].into());
    let found = finds(&peterson(true), &["busy-waiting", "lost-updates", "race"]);
    assert_eq!(values(&found), ["1".to_owned(), "2".to_owned()].into());
}

/// A clock that has run out once more than 100 states were found at once.
#[derive(Default)]
struct LateWithMany(Cell<bool>);

impl Pace for LateWithMany {
    fn elapsed_ms(&self) -> f64 {
        if self.0.get() { 30_000.0 } else { 0.0 }
    }

    async fn pause(&self, states: usize) -> Result<(), Interrupted> {
        self.0.set(self.0.get() || states > 100);
        Ok(())
    }
}

/// The limit in words.
fn said(found: &explorer::Exploration) -> Option<String> {
    found.limit.as_ref().map(ToString::to_string)
}

/// The eight threads of a spin lock are interchangeable: it matters only how many of them are done,
/// and how far the one is that holds it, so fewer than 100 states are all. To look for loops, threads
/// are told apart, and already which of them are done makes 2⁸ states.
#[test]
fn what_stopped_the_search_for_loops_is_said_as_it_was() {
    let machine = Machine::new(spin_lock(8), Grain::Merged);
    let options = Options { max_ms: 30_000.0, ..Options::default() };
    let clock = LateWithMany::default();
    let found = now(explorer::explore(&machine, &options, &clock)).expect("nobody stops it");
    assert_eq!(said(&found).as_deref(), Some("30 s (looking for loops)"));
    // One state more than that is enough to explore, and not to look for loops.
    let enough = found.states + 1;
    let again = all(&spin_lock(8), Grain::Merged, &Options { max_states: enough, ..options });
    assert_eq!(again.states, found.states);
    assert_eq!(said(&again), Some(format!("{enough} states (looking for loops)")));
}
