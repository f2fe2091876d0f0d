//! Messages between processes, put together from the events of both ends.

use trace::{Event, EventKind};

/// A message, as far as its events have arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Message {
    /// Lane and time of sending, in milliseconds.
    pub(super) sent: Option<(usize, f64)>,
    /// Lane and time of receiving, in milliseconds.
    pub(super) received: Option<(usize, f64)>,
    /// Bytes that it carries.
    pub(super) n_bytes: u32,
}

impl Message {
    /// Lane and time of both ends, if both are known.
    pub(super) fn ends(&self) -> Option<[(usize, f64); 2]> {
        Some([self.sent?, self.received?])
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Mail {
    /// In the order of their numbers.
    all: Vec<(u32, Message)>,
    /// The number that the last event of each lane spoke of.
    last: Vec<u32>,
}

impl Mail {
    /// Takes in the next event of a lane; whether it is about a message.
    pub(super) fn add(&mut self, lane: usize, event: &Event) -> bool {
        match event.kind {
            EventKind::Sent => self.message(lane, event.subject).sent = Some((lane, event.at_ms)),
            EventKind::Received => {
                self.message(lane, event.subject).received = Some((lane, event.at_ms));
            }
            EventKind::Bytes => {
                if let Some(&number) = self.last.get(lane) {
                    self.message(lane, number).n_bytes = event.subject;
                }
            }
            _ => return false,
        }
        true
    }

    fn message(&mut self, lane: usize, number: u32) -> &mut Message {
        self.last.resize(self.last.len().max(lane + 1), 0);
        self.last[lane] = number;
        let found = self.all.binary_search_by_key(&number, |(number, _)| *number);
        let at = found.unwrap_or_else(|at| {
            self.all.insert(at, (number, Message::default()));
            at
        });
        &mut self.all[at].1
    }

    /// All messages.
    pub(super) fn all(&self) -> impl Iterator<Item = &Message> {
        self.all.iter().map(|(_, message)| message)
    }

    /// How many there are of which both ends are known.
    pub(super) fn n_whole(&self) -> usize {
        self.all().filter(|message| message.ends().is_some()).count()
    }
}

/// A number of bytes for people: whole bytes, kB or MB.
pub(super) fn bytes(n_bytes: u32) -> String {
    let in_unit = |size: f64, unit: &str| {
        let number = f64::from(n_bytes) / size;
        let digits = usize::from(number < 10.0 && number.fract() != 0.0);
        format!("{number:.digits$}\u{a0}{unit}")
    };
    match n_bytes {
        0..1000 => format!("{n_bytes}\u{a0}B"),
        1000..1_000_000 => in_unit(1e3, "kB"),
        _ => in_unit(1e6, "MB"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::event;
    use super::*;

    /// Lane 0 sends 8 bytes at 1 ms, lane 2 receives them at 3 ms; which event comes first is chance.
    #[test]
    fn both_ends_of_a_message_find_each_other() {
        let events = [
            (2, event(3.0, EventKind::Received, 256)),
            (2, event(3.0, EventKind::Bytes, 8)),
            (0, event(1.0, EventKind::Sent, 256)),
            (0, event(1.0, EventKind::Bytes, 8)),
        ];
        for order in [[0, 1, 2, 3], [2, 3, 0, 1]] {
            let mut mail = Mail::default();
            for at in order {
                let (lane, event) = events[at];
                assert!(mail.add(lane, &event));
            }
            let messages: Vec<_> = mail.all().collect();
            assert_eq!(messages[0].ends(), Some([(0, 1.0), (2, 3.0)]));
            assert_eq!((messages.len(), messages[0].n_bytes), (1, 8));
        }
    }

    #[test]
    fn a_message_on_its_way_is_not_drawn() {
        let mut mail = Mail::default();
        mail.add(0, &event(1.0, EventKind::Sent, 0));
        assert_eq!(mail.n_whole(), 0);
    }

    #[test]
    fn sizes_have_the_unit_that_fits() {
        let texts = [0, 999, 1000, 1500, 64_000, 67_108_864].map(bytes);
        let expected = ["0 B", "999 B", "1 kB", "1.5 kB", "64 kB", "67 MB"];
        assert_eq!(texts, expected.map(|text| text.replace(' ', "\u{a0}")));
    }
}
