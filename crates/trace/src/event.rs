//! Events as threads record them, and the spans a person looks at.

/// What a thread was doing during a [`crate::Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Computing part of the work that is divided among threads; for an experiment on
    /// synchronization, running.
    Work,
    /// Computing work that one thread does alone while the others wait.
    SerialWork,
    /// Parked until somebody gives way or gives a signal.
    Waiting,
    /// Waiting without giving the core away.
    Spinning,
    /// Parked until some time has passed.
    Sleeping,
    /// Work that came to nothing.
    InVain,
}

impl Activity {
    /// All of them, in the order of their numbers on the wire.
    pub const ALL: [Self; 6] =
        [Self::Work, Self::SerialWork, Self::Waiting, Self::Spinning, Self::Sleeping, Self::InVain];

    /// The words for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::SerialWork => "serial work",
            Self::Waiting => "waiting",
            Self::Spinning => "spinning",
            Self::Sleeping => "sleeping",
            Self::InVain => "in vain",
        }
    }

    /// Whether the thread gets on with its task.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Work | Self::SerialWork)
    }
}

/// What happened at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The thread began an activity, inside the one it began before.
    Begin(Activity),
    /// The thread ended the activity it began last.
    End,
    /// The thread has become the holder of a resource.
    Acquired,
    /// The thread has given a resource back.
    Released,
    /// The thread has changed a queue, whose depth is now the subject.
    Depth,
    /// The thread was cut off, whatever it was doing.
    Cut,
    /// The process has sent the message whose number is the subject. No other message of the run has that
    /// number, so it pairs this event with the one below.
    Sent,
    /// The process has received the message whose number is the subject.
    Received,
    /// The thread has read a shared number, which is the subject, or its last 32 bits.
    Read,
    /// The thread has written a shared number, which is the subject, or its last 32 bits.
    Wrote,
    /// The thread has given a signal to whoever waits for the resource.
    Signalled,
    /// The message of the event before carries as many bytes as the subject says.
    Bytes,
}

/// One instant in the life of one thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds on the lab's clock, which all threads of one lab share.
    pub at_ms: f64,
    /// What happened.
    pub kind: EventKind,
    /// What it happened to: for work, the index of the first block of the task; for a wait, an
    /// acquisition, a release or a signal, the number of the resource; for a message, its number.
    pub subject: u32,
    /// The other thread that has to do with it: for the begin of a wait, who holds the resource;
    /// for its end, who gave way or gave the signal.
    pub other: Option<u8>,
}

impl Event {
    /// The event as two words for an event ring: the time's bits, then kind, other thread and
    /// subject. The second is less than 2⁴⁸, so that it is also exact as a floating-point number.
    #[must_use]
    pub fn to_words(self) -> [u64; 2] {
        let kind = match self.kind {
            EventKind::End => 0,
            EventKind::Begin(activity) => {
                1 + Activity::ALL.iter().position(|a| *a == activity).unwrap_or_default() as u64
            }
            EventKind::Acquired => 16,
            EventKind::Released => 17,
            EventKind::Depth => 18,
            EventKind::Cut => 19,
            EventKind::Sent => 20,
            EventKind::Received => 21,
            EventKind::Bytes => 22,
            EventKind::Read => 23,
            EventKind::Wrote => 24,
            EventKind::Signalled => 25,
        };
        let other = self.other.map_or(0, |other| u64::from(other) + 1);
        [self.at_ms.to_bits(), kind << 41 | other << 32 | u64::from(self.subject)]
    }

    /// Reads what [`Event::to_words`] wrote; `None` for words it never writes.
    #[must_use]
    pub fn from_words([time, what]: [u64; 2]) -> Option<Self> {
        let kind = match what >> 41 {
            0 => EventKind::End,
            number @ 1..16 => EventKind::Begin(*Activity::ALL.get(number as usize - 1)?),
            16 => EventKind::Acquired,
            17 => EventKind::Released,
            18 => EventKind::Depth,
            19 => EventKind::Cut,
            20 => EventKind::Sent,
            21 => EventKind::Received,
            22 => EventKind::Bytes,
            23 => EventKind::Read,
            24 => EventKind::Wrote,
            25 => EventKind::Signalled,
            _ => return None,
        };
        let other = u8::try_from((what >> 32 & 0x1ff).wrapping_sub(1)).ok();
        Some(Self { at_ms: f64::from_bits(time), kind, subject: what as u32, other })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_survives_the_trip_through_two_words() {
        let kinds = Activity::ALL.map(EventKind::Begin).into_iter().chain([
            EventKind::End,
            EventKind::Acquired,
            EventKind::Released,
            EventKind::Depth,
            EventKind::Cut,
            EventKind::Sent,
            EventKind::Received,
            EventKind::Bytes,
            EventKind::Read,
            EventKind::Wrote,
            EventKind::Signalled,
        ]);
        for kind in kinds {
            for other in [None, Some(0), Some(u8::MAX)] {
                let before = Event { at_ms: 12.5, kind, subject: u32::MAX, other };
                let words = before.to_words();
                assert_eq!(Event::from_words(words), Some(before));
                assert!(words[1] < 1 << 48, "exact as a floating-point number");
            }
        }
    }

    #[test]
    fn unknown_words_are_no_event() {
        assert_eq!(Event::from_words([0, 9 << 41]), None);
        assert_eq!(Event::from_words([0, u64::MAX]), None);
    }
}
