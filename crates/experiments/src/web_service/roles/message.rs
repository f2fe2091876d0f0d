//! A request that has ended, as a message between processes.

use crate::web_service::common::{Answer, Ended, Request};

/// The numbers of a message.
const NUMBERS: usize = 8;

impl Request {
    /// As a message between processes.
    pub(super) fn numbers(self) -> [f64; NUMBERS] {
        let (word, [a, b, c, d]) = match self.ended {
            Ended::Answered(Answer { number, by_server, queued_ms, served_ms }) => {
                (0.0, [number as f64, f64::from(u8::from(by_server)), queued_ms, served_ms])
            }
            Ended::Status(status) => (1.0, [status.into(), 0.0, 0.0, 0.0]),
            Ended::Broken => (2.0, [0.0; 4]),
            Ended::GivenUp => (3.0, [0.0; 4]),
            Ended::Unreadable => (4.0, [0.0; 4]),
        };
        [self.index as f64, self.sent_ms, self.ended_ms, word, a, b, c, d]
    }

    /// Reads what [`Request::numbers`] gave.
    pub(super) fn read(numbers: &[f64]) -> Option<Self> {
        let [index, sent_ms, ended_ms, word, a, b, queued_ms, served_ms] = *numbers.as_array()?;
        let ended = match word {
            0.0 => Ended::Answered(Answer {
                number: a as u64,
                by_server: b != 0.0,
                queued_ms,
                served_ms,
            }),
            1.0 => Ended::Status(a as u16),
            2.0 => Ended::Broken,
            4.0 => Ended::Unreadable,
            _ => Ended::GivenUp,
        };
        Some(Self { index: index as u64, sent_ms, ended_ms, ended })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_crosses_without_loss() {
        let answer = Answer { number: 7, by_server: true, queued_ms: 1.5, served_ms: 500.25 };
        for ended in [
            Ended::Answered(answer),
            Ended::Status(500),
            Ended::Broken,
            Ended::GivenUp,
            Ended::Unreadable,
        ] {
            let request = Request { index: 3, sent_ms: 10.0, ended_ms: 520.5, ended };
            assert_eq!(Request::read(&request.numbers()), Some(request));
        }
        assert_eq!(Request::read(&[1.0]), None);
    }
}
