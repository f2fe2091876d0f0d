//! The broker, one step after the other.

use super::*;

/// A broker that was sent `n` tasks, with workers 1 and 2, each of which is given one task at a time.
fn broker(n: usize, ack: Ack) -> Broker {
    let mut broker = Broker::new(n, ack, 1);
    (0..n).for_each(|id| broker.publish(id, 1.0));
    [1.0, 2.0].into_iter().for_each(|worker| broker.join(worker));
    broker
}

fn done() -> Answer {
    Answer { end: End::Done, sums: Vec::new() }
}

#[test]
fn each_worker_is_given_no_more_than_it_acknowledges() {
    let mut broker = broker(4, Ack::Late);
    assert_eq!(broker.deliver(1.0), [(1.0, 0), (2.0, 1)]);
    broker.begun(1.0, 0, 1.0);
    assert_eq!(broker.deliver(2.0), [], "late: nothing is acknowledged by beginning");
    broker.answer(1.0, 0, done(), 3.0);
    assert_eq!(broker.deliver(3.0), [(1.0, 2)]);
}

#[test]
fn who_acknowledges_early_is_given_the_next_task_when_it_begins() {
    let mut broker = broker(3, Ack::Early);
    broker.deliver(1.0);
    broker.begun(1.0, 0, 1.0);
    assert_eq!(broker.deliver(2.0), [(1.0, 2)]);
}

/// Worker 1 has begun task 0, and has task 2 in its hand.
#[test]
fn a_killed_worker_loses_what_it_acknowledged_and_gives_back_the_rest() {
    let mut broker = broker(3, Ack::Early);
    broker.deliver(1.0);
    broker.begun(1.0, 0, 1.0);
    broker.deliver(2.0);
    broker.gone(1.0, 3.0);
    assert_eq!(broker.tasks()[0].state, State::Settled(End::Lost));
    assert_eq!(broker.tasks()[2].state, State::Waiting);
    broker.begun(2.0, 1, 4.0);
    assert_eq!(broker.deliver(4.0), [(2.0, 2)]);
}

#[test]
fn a_task_that_was_acknowledged_late_is_taken_again_and_has_its_effect_twice() {
    let mut broker = broker(1, Ack::Late);
    broker.deliver(1.0);
    broker.begun(1.0, 0, 1.0);
    broker.took_effect(0);
    broker.gone(1.0, 2.0);
    assert_eq!(broker.deliver(3.0), [(2.0, 0)]);
    broker.took_effect(0);
    broker.answer(2.0, 0, done(), 4.0);
    assert_eq!((broker.tasks()[0].n_effects, broker.n_settled()), (2, 1));
}

#[test]
fn who_is_gone_is_not_heard() {
    let mut broker = broker(1, Ack::Late);
    broker.deliver(1.0);
    broker.gone(1.0, 2.0);
    broker.answer(1.0, 0, done(), 3.0);
    assert_eq!(broker.n_settled(), 0);
}

/// Twenty workers are killed by the same task; nobody is given it once more.
#[test]
fn a_task_that_kills_every_worker_is_given_up() {
    let mut broker = Broker::new(1, Ack::Late, 1);
    broker.publish(0, 1.0);
    for worker in 0..20 {
        assert_eq!(broker.n_settled(), 0);
        broker.join(worker.into());
        assert_eq!(broker.deliver(1.0), [(worker.into(), 0)]);
        broker.begun(worker.into(), 0, 1.0);
        broker.gone(worker.into(), 2.0);
    }
    assert_eq!(broker.tasks()[0].state, State::Settled(End::GivenUp));
    assert_eq!(broker.n_settled(), 1);
}

#[test]
fn what_is_tried_again_waits_for_its_time() {
    let mut broker = broker(1, Ack::Early);
    broker.deliver(1.0);
    broker.begun(1.0, 0, 1.0);
    broker.retry(1.0, 0, 5.0, 105.0);
    assert_eq!((broker.deliver(104.0), broker.next_ms()), (vec![], Some(105.0)));
    assert_eq!(broker.deliver(105.0), [(1.0, 0)]);
}

/// Task 0 was done, 1 was acknowledged by somebody who is gone, 2 was taken, 3 waited.
#[test]
fn what_was_kept_goes_on() {
    let mut before = Broker::new(4, Ack::Early, 4);
    (0..4).for_each(|id| before.publish(id, 1.0));
    before.join(1.0);
    before.deliver(1.0);
    before.begun(1.0, 0, 1.0);
    before.took_effect(0);
    before.answer(1.0, 0, done(), 2.0);
    before.begun(1.0, 1, 2.0);
    let mut after = Broker::new(4, Ack::Early, 4);
    for id in before.take_changed() {
        let kept = Task::read(&before.tasks()[id].numbers()).expect("it was written");
        after.restore(id, kept);
    }
    (0..4).for_each(|id| after.publish(id, 9.0)); // the last two go on, in their order
    let states: Vec<State> = after.tasks().iter().map(|task| task.state).collect();
    let (done, lost) = (State::Settled(End::Done), State::Settled(End::Lost));
    assert_eq!(states, [done, lost, State::Waiting, State::Waiting]);
    assert_eq!(after.n_settled(), 2);
}
