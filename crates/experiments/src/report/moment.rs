//! The moment that decides a run, found in what its threads recorded.

use trace::{Activity, Event, EventKind, Lane};

/// A few events of a few threads in the order in which they happened, and what they come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// What happened, in a sentence.
    pub text: String,
    /// The events, the earliest first.
    pub marks: Vec<Mark>,
    /// The link of the same schedule in the explorer, if there is one.
    pub schedule: Option<&'static str>,
}

/// What one thread did.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The thread's number, from 0.
    pub lane: usize,
    /// The thread's name.
    pub who: String,
    /// When, in milliseconds on the lab's clock.
    pub at_ms: f64,
    /// The place of the event among those of its lane.
    pub event: usize,
    /// What, in a few words.
    pub what: String,
}

impl Moment {
    /// Sorted by time; what happened at the same tick of the clock stays in the order given.
    pub(crate) fn new(text: String, mut marks: Vec<Mark>) -> Self {
        marks.sort_by(|a, b| a.at_ms.total_cmp(&b.at_ms));
        Self { text, marks, schedule: None }
    }
}

impl Mark {
    fn of(lanes: &[Lane], lane: usize, event: &Event, what: String) -> Self {
        let Lane { name, events, .. } = &lanes[lane];
        let place = events.iter().position(|known| std::ptr::eq(known, event));
        let place = place.expect("an event of a mark is one of its lane");
        Self { lane, who: name.clone(), at_ms: event.at_ms, event: place, what }
    }
}

fn is_wait(event: &Event) -> bool {
    matches!(event.kind, EventKind::Begin(Activity::Waiting | Activity::Spinning))
}

/// The first two threads that read the same number and both wrote the next one; none if no two did.
pub(crate) fn overwritten(lanes: &[Lane]) -> Option<Moment> {
    // The number, the lane, and the events.
    let mut pairs: Vec<(u32, usize, &Event, &Event)> = Vec::new();
    for (lane, Lane { events, .. }) in lanes.iter().enumerate() {
        let mut steps =
            events.iter().filter(|event| matches!(event.kind, EventKind::Read | EventKind::Wrote));
        let mut read: Option<&Event> = None;
        for step in &mut steps {
            match (step.kind, read) {
                (EventKind::Read, _) => read = Some(step),
                (_, Some(before)) if step.subject == before.subject.wrapping_add(1) => {
                    pairs.push((before.subject, lane, before, step));
                    read = None;
                }
                _ => read = None,
            }
        }
    }
    pairs.sort_by_key(|&(number, lane, ..)| (number, lane));
    let met = pairs.windows(2).find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)?;
    let number = met[0].0;
    let reads = met
        .iter()
        .map(|&(_, lane, read, _)| Mark::of(lanes, lane, read, format!("reads {number}")));
    let writes = met
        .iter()
        .map(|&(_, lane, _, wrote)| Mark::of(lanes, lane, wrote, format!("writes {}", number + 1)));
    let text = format!(
        "Both read {number} before either had written, and both wrote {}: two increments, and the number grew by one.",
        number + 1
    );
    Some(Moment::new(text, reads.chain(writes).collect()))
}

/// Threads that wait for each other in a circle at the end of a run: who took what, and who asked last.
pub(crate) fn circle(lanes: &[Lane], resources: &[String]) -> Option<Moment> {
    // The last wait of each thread, unless it got what it waited for.
    let stuck = |lane: usize| {
        let events = &lanes.get(lane)?.events;
        let at = events.iter().rposition(is_wait)?;
        let got = |event: &Event| {
            event.kind == EventKind::Acquired && event.subject == events[at].subject
        };
        (!events[at..].iter().any(got)).then_some(&events[at])
    };
    let next = |lane: usize| Some(usize::from(stuck(lane)?.other?));
    let ring = (0..lanes.len()).find_map(|first| {
        let mut ring = vec![first];
        loop {
            let after = next(*ring.last()?)?;
            if after == first {
                return Some(ring);
            }
            if ring.contains(&after) {
                return None;
            }
            ring.push(after);
        }
    })?;
    let name = |subject: u32| resources.get(subject as usize).map_or("it", |name| name.as_str());
    let mut marks = Vec::new();
    for (place, &lane) in ring.iter().enumerate() {
        let wanted = stuck(ring[(place + ring.len() - 1) % ring.len()])?.subject;
        let took = |event: &&Event| event.kind == EventKind::Acquired && event.subject == wanted;
        let took = lanes[lane].events.iter().rfind(took)?;
        marks.push(Mark::of(lanes, lane, took, format!("takes {}", name(wanted))));
        let wait = stuck(lane)?;
        marks.push(Mark::of(lanes, lane, wait, format!("wants {}", name(wait.subject))));
    }
    let moment = Moment::new(String::new(), marks);
    let last = moment.marks.last()?;
    let text = match ring.len() {
        1 => format!(
            "The thread itself holds what it waits for: {} comes back from nobody.",
            name(stuck(ring[0])?.subject)
        ),
        _ => format!(
            "{} asked last, and closed the circle: from then on each waits for the next.",
            trace::capitalized(&last.who)
        ),
    };
    Some(Moment { text, ..moment })
}

/// A signal that was given before somebody began to wait for it.
pub(crate) fn missed(lanes: &[Lane]) -> Option<Moment> {
    let all =
        || lanes.iter().enumerate().flat_map(|(lane, of)| of.events.iter().map(move |e| (lane, e)));
    let (giver, given) = all()
        .filter(|(_, event)| event.kind == EventKind::Signalled)
        .max_by(|(_, a), (_, b)| a.at_ms.total_cmp(&b.at_ms))?;
    let late = all().filter(|(lane, event)| {
        *lane != giver
            && is_wait(event)
            && event.subject == given.subject
            && event.at_ms >= given.at_ms
    });
    let mut marks = vec![Mark::of(lanes, giver, given, "gives the signal".to_owned())];
    marks.extend(
        late.map(|(lane, event)| Mark::of(lanes, lane, event, "begins to wait".to_owned())),
    );
    let first = marks.get(1)?.lane;
    let text = format!(
        "The signal was over when {} began to wait, and nobody gives another one.",
        lanes[first].name
    );
    Some(Moment::new(text, marks))
}

/// A thread that was overtaken: it asked before another one, and got its turn after it.
pub(crate) fn overtaken(lanes: &[Lane]) -> Option<Moment> {
    // Each wait that ended in an acquisition: the lane, when it asked, when it got it.
    let mut turns: Vec<(usize, &Event, &Event)> = Vec::new();
    for (lane, Lane { events, .. }) in lanes.iter().enumerate() {
        let mut asked: Option<&Event> = None;
        for event in events {
            match event.kind {
                _ if is_wait(event) => asked = Some(event),
                EventKind::Acquired => {
                    // Whoever found it free asked when it got it.
                    turns.push((lane, asked.take().unwrap_or(event), event));
                }
                _ => {}
            }
        }
    }
    let pairs = turns.iter().flat_map(|first| turns.iter().map(move |second| (first, second)));
    let overtaking = pairs.filter(|((a, asked, got), (b, later, sooner))| {
        a != b && asked.at_ms < later.at_ms && sooner.at_ms < got.at_ms
    });
    // The clearest one: who asked longest before.
    let ahead =
        |((_, asked, _), (_, later, _)): &(&(usize, &Event, &Event), &(usize, &Event, &Event))| {
            later.at_ms - asked.at_ms
        };
    let (first, second) = overtaking.max_by(|a, b| ahead(a).total_cmp(&ahead(b)))?;
    let mut marks = vec![
        Mark::of(lanes, first.0, first.1, "asks".to_owned()),
        Mark::of(lanes, second.0, second.1, "asks later".to_owned()),
    ];
    marks.push(Mark::of(lanes, second.0, second.2, "gets it".to_owned()));
    marks.push(Mark::of(lanes, first.0, first.2, "gets it".to_owned()));
    let text = format!(
        "{} asked later than {}, and had its turn before it.",
        trace::capitalized(&lanes[second.0].name),
        lanes[first.0].name
    );
    Some(Moment::new(text, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(name: &str, events: &[(f64, EventKind, u32, Option<u8>)]) -> Lane {
        let event = |&(at_ms, kind, subject, other)| Event { at_ms, kind, subject, other };
        Lane::new(name.to_owned(), events.iter().map(event).collect(), 0)
    }

    fn told(moment: &Moment) -> Vec<String> {
        let told = |Mark { who, what, .. }: &Mark| format!("{who} {what}");
        moment.marks.iter().map(told).collect()
    }

    /// Thread 1 counts 0 → 1 alone; then both read 1 and both write 2.
    #[test]
    fn two_reads_that_met_are_found_and_one_alone_is_not() {
        use EventKind::{Read, Wrote};
        let alone = [(0.0, Read, 0, None), (1.0, Wrote, 1, None)];
        let one = lane(
            "thread 1",
            &[&alone[..], &[(2.0, Read, 1, None), (4.0, Wrote, 2, None)]].concat(),
        );
        let two = lane("thread 2", &[(3.0, Read, 1, None), (5.0, Wrote, 2, None)]);
        assert_eq!(overwritten(&[one.clone(), lane("thread 2", &alone[..1])]), None);
        let moment = overwritten(&[one, two]).unwrap();
        let both =
            ["thread 1 reads 1", "thread 2 reads 1", "thread 1 writes 2", "thread 2 writes 2"];
        assert_eq!(told(&moment), both);
        assert!(
            moment.text.starts_with("Both read 1 before either had written"),
            "{}",
            moment.text
        );
    }

    /// Train 1 takes A and wants B; train 2 takes B and wants A, last.
    #[test]
    fn whoever_asks_last_closes_the_circle() {
        let wait = EventKind::Begin(Activity::Waiting);
        let names = ["section A".to_owned(), "section B".to_owned()];
        let one = [
            (0.0, EventKind::Acquired, 0, None),
            (2.0, wait, 1, Some(1)),
            (9.0, EventKind::Cut, 1, None),
        ];
        let two = [
            (1.0, EventKind::Acquired, 1, None),
            (3.0, wait, 0, Some(0)),
            (9.0, EventKind::Cut, 0, None),
        ];
        let lanes = [lane("thread 1", &one), lane("thread 2", &two)];
        let moment = circle(&lanes, &names).unwrap();
        let steps = [
            "thread 1 takes section A",
            "thread 2 takes section B",
            "thread 1 wants section B",
            "thread 2 wants section A",
        ];
        assert_eq!(told(&moment), steps);
        assert!(moment.text.starts_with("Thread 2 asked last"), "{}", moment.text);
        // Thread 1 got what it wanted after all: no circle.
        let got = [&one[..2], &[(4.0, EventKind::Acquired, 1, None)]].concat();
        assert_eq!(circle(&[lane("thread 1", &got), lane("thread 2", &two)], &names), None);
    }

    /// A thread that waits for what it holds itself is a circle of one.
    #[test]
    fn a_thread_can_wait_for_itself() {
        let wait = EventKind::Begin(Activity::Waiting);
        let events = [(0.0, EventKind::Acquired, 0, None), (1.0, wait, 0, Some(0))];
        let moment = circle(&[lane("thread 1", &events)], &["the lock".to_owned()]).unwrap();
        assert_eq!(told(&moment), ["thread 1 takes the lock", "thread 1 wants the lock"]);
    }

    #[test]
    fn a_signal_before_the_wait_is_missed_and_one_after_it_is_not() {
        let wait = (2.0, EventKind::Begin(Activity::Waiting), 3, None);
        let given = |at_ms| lane("thread 1", &[(at_ms, EventKind::Signalled, 3, None)]);
        let moment = missed(&[given(1.0), lane("thread 2", &[wait])]).unwrap();
        assert_eq!(told(&moment), ["thread 1 gives the signal", "thread 2 begins to wait"]);
        assert_eq!(missed(&[given(5.0), lane("thread 2", &[wait])]), None);
    }

    /// Thread 1 asks at 1 and gets it at 6; thread 2 asks at 2 and gets it at 4.
    #[test]
    fn whoever_asked_before_and_got_it_after_was_overtaken() {
        let wait = EventKind::Begin(Activity::Waiting);
        let turn = |name, asked: f64, got: f64| {
            lane(name, &[(asked, wait, 0, None), (got, EventKind::Acquired, 0, None)])
        };
        let moment = overtaken(&[turn("thread 1", 1.0, 6.0), turn("thread 2", 2.0, 4.0)]).unwrap();
        assert_eq!(moment.text, "Thread 2 asked later than thread 1, and had its turn before it.");
        assert_eq!(overtaken(&[turn("thread 1", 1.0, 3.0), turn("thread 2", 2.0, 4.0)]), None);
    }
}
