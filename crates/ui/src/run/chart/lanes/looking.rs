//! What somebody looks at in the timeline, and how keys, pointers and buttons change it.

use super::board::Board;
use super::cursor::{Cursor, moved};
use super::layout::{LEAST_MS, View, shifted, showing, zoomed};

/// How much one press of a button changes what is in view.
pub(super) const ZOOM: f64 = 4.0;

/// A moment that takes less of the whole time than this part would be a line in it.
const SHORT: f64 = 0.05;

/// What is in view, and what is pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Looking {
    /// Times in view; none is all of them.
    pub(super) view: Option<View>,
    /// The stretch that is said in words.
    pub(super) cursor: Option<Cursor>,
    /// Whether the table is open.
    pub(super) is_open: bool,
    /// Where up to two pointers have taken hold of what is in view.
    grips: [Option<Grip>; 2],
}

impl Looking {
    /// What is looked at first: the moment that decided the run, if it could not be seen in all of it, with as much
    /// before and after it as it takes; else all of it.
    pub(super) fn first(board: &Board) -> Self {
        let (whole, ends) = (board.whole(), board.marks.first().zip(board.marks.last()));
        let ends = ends.map(|(first, last)| (first.at_ms, last.at_ms));
        let view = ends.and_then(|(from, to)| {
            let around = (to - from).max(LEAST_MS);
            let is_short = around < SHORT * (whole.1 - whole.0);
            is_short.then(|| shifted((from - around, to + around), 0.0, whole))
        });
        Self { view, ..Self::default() }
    }
}

/// A pointer by its number, and where it is: pixels of the page from the left.
type Grip = (i32, f64);

/// What somebody does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// Presses a key on the canvas.
    Key(String),
    /// The pointer with this number points at a place, pressed or not.
    Point(i32, (f64, f64), bool),
    /// Makes what is in view so many times as long; none for all.
    Zoom(Option<f64>),
    /// Opens the table or closes it.
    Open(bool),
}

/// Whether a key means something here.
pub(super) fn is_key(key: &str) -> bool {
    key.starts_with("Arrow") || matches!(key, "Home" | "End" | "+" | "-" | "0")
}

/// What is looked at afterwards.
pub(super) fn after(board: &Board, before: Looking, deed: &Deed) -> Looking {
    match deed {
        Deed::Key(key) => match key.as_str() {
            "+" => zoom(board, before, Some(1.0 / ZOOM)),
            "-" => zoom(board, before, Some(ZOOM)),
            "0" => zoom(board, before, None),
            key => walk(board, before, key),
        },
        Deed::Point(id, (x, y), is_pressed) => {
            let grips = gripped(before.grips, (*id, *x), *is_pressed);
            let view = match (before.grips, grips) {
                ([Some(a), Some(b)], [Some(c), Some(d)]) => Some(pinched(board, [a, b], [c, d])),
                ([Some((_, from)), None], [Some(_), None]) if *is_pressed => {
                    before.view.map(|view| shifted(view, board.time_of(from - x), board.whole()))
                }
                _ => None,
            };
            match view {
                Some(view) => {
                    let view = Some(view).filter(|view| *view != board.whole());
                    Looking { view, grips, ..before }
                }
                // Whoever lets go points at nothing new.
                None if !is_pressed && before.grips != grips => Looking { grips, ..before },
                None => Looking { cursor: board.at(*x, *y).or(before.cursor), grips, ..before },
            }
        }
        Deed::Zoom(factor) => zoom(board, before, *factor),
        Deed::Open(is_open) => Looking { is_open: *is_open, ..before },
    }
}

/// The pointers that hold on, now that one of them is here, pressed or not. A third one is not looked at.
fn gripped(before: [Option<Grip>; 2], at: Grip, is_pressed: bool) -> [Option<Grip>; 2] {
    let mut others = before.into_iter().flatten().filter(|(id, _)| *id != at.0);
    match (is_pressed, before) {
        (true, [Some((id, _)), other]) if id == at.0 => [Some(at), other],
        (true, [first @ Some(_), _]) => [first, Some(at)],
        (true, [None, _]) => [Some(at), None],
        (false, _) => [others.next(), others.next()],
    }
}

/// What is in view once two pointers have moved: what was under them still is.
fn pinched(board: &Board, from: [Grip; 2], to: [Grip; 2]) -> View {
    let [[a, b], [c, d]] = [from, to].map(|grips| grips.map(|(_, x)| x));
    let factor = ((b - a) / (d - c)).abs();
    let factor = if factor.is_finite() { factor.clamp(1.0 / ZOOM, ZOOM) } else { 1.0 };
    let (low, high) = board.view();
    let around = board.time_at((a + b) / 2.0);
    let view = zoomed((low, high), factor, around, board.whole());
    shifted(view, factor * board.time_of((a + b - c - d) / 2.0), board.whole())
}

/// The cursor moves, and what is in view follows it.
fn walk(board: &Board, before: Looking, key: &str) -> Looking {
    let cursor = moved(&board.tracks, before.cursor, key).or(before.cursor);
    let span = cursor.and_then(|(lane, index)| board.tracks.span(lane, index));
    let view = match (before.view, span) {
        (Some(view), Some(span)) => {
            Some(showing(view, (span.start_ms, span.end_ms), board.whole()))
        }
        (view, _) => view,
    };
    Looking { cursor, view, ..before }
}

fn zoom(board: &Board, before: Looking, factor: Option<f64>) -> Looking {
    let (view, whole) = (board.view(), board.whole());
    let around = board.middle(before.cursor);
    let view = factor.map(|factor| zoomed(view, factor, around, whole));
    Looking { view: view.filter(|view| *view != whole), ..before }
}

#[cfg(test)]
mod tests {
    use super::super::examples::{holding, waiting};
    use super::*;

    /// Thread 1 works from 0 to 2, waits until 5, works until 10.
    fn board() -> Board {
        let mut board = Board::default();
        board.tracks.update(&[waiting(), holding()]);
        board
    }

    /// Of 10 ms, a moment from 4 to 4.4 is 4 %: 3.6 to 4.8 is in view. One from 4 to 5 is a tenth, and seen in all of it.
    #[test]
    fn a_moment_that_would_be_a_line_is_what_is_seen_first() {
        let first = |at_ms: &[f64]| {
            let mark = |&at_ms: &f64| experiments::Mark {
                lane: 0,
                who: String::new(),
                at_ms,
                event: 0,
                what: String::new(),
            };
            let mut board = board();
            board.marks = at_ms.iter().map(mark).collect();
            Looking::first(&board).view
        };
        let (low, high) = first(&[4.0, 4.2, 4.4]).expect("it is short");
        assert!((low - 3.6).abs() < 1e-9 && (high - 4.8).abs() < 1e-9, "{low} to {high}");
        assert_eq!((first(&[4.0, 5.0]), first(&[])), (None, None));
    }

    fn keys(keys: &[&str]) -> Looking {
        let mut board = board();
        keys.iter().fold(Looking::default(), |before, key| {
            board.view = before.view;
            after(&board, before, &Deed::Key((*key).to_owned()))
        })
    }

    /// A quarter of 10 ms, around the begin of the wait at 2, which is at a fifth: 1.5 to 4.
    #[test]
    fn zooming_in_keeps_the_begin_of_the_stretch_in_its_place() {
        let looking = keys(&["Home", "ArrowRight", "+"]);
        assert_eq!((looking.cursor, looking.view), (Some((0, 1)), Some((1.5, 4.0))));
        assert_eq!(keys(&["Home", "+", "-"]).view, None);
        assert_eq!(keys(&["Home", "+", "+", "0"]).view, None);
    }

    /// From 0 to 2.5 in view, the work that begins at 5 is reached: its begin is shown.
    #[test]
    fn what_is_in_view_follows_the_cursor() {
        let looking = keys(&["Home", "+", "End"]);
        assert_eq!((looking.cursor, looking.view), (Some((0, 2)), Some((5.0, 7.5))));
    }

    #[test]
    fn pointing_beside_the_rows_changes_nothing() {
        let before = keys(&["Home"]);
        assert_eq!(after(&board(), before, &Deed::Point(1, (1.0, 1.0), false)), before);
    }

    /// Fingers 20 apart that are then 40 apart hold half as much time; the middle between them, which stays, is kept.
    #[test]
    fn two_fingers_zoom_and_the_first_drags_when_the_second_is_lifted() {
        let one = gripped([None, None], (7, 10.0), true);
        let two = gripped(one, (8, 30.0), true);
        assert_eq!(two, [Some((7, 10.0)), Some((8, 30.0))]);
        assert_eq!(gripped(two, (9, 50.0), true)[0], Some((7, 10.0)));
        assert_eq!(gripped(two, (7, 10.0), false), [Some((8, 30.0)), None]);
        let board = board();
        let (low, high) = pinched(&board, [(7, 10.0), (8, 30.0)], [(7, 0.0), (8, 40.0)]);
        assert!((high - low - 5.0).abs() < 1e-9, "half of 10 ms: {low} to {high}");
        let held = Looking { grips: two, ..Looking::default() };
        let apart = after(&board, held, &Deed::Point(8, (50.0, 0.0), true));
        assert!(apart.view.is_some());
        let together = after(&board, held, &Deed::Point(8, (20.0, 0.0), true));
        assert_eq!(together.view, None, "there is no more than all");
    }
}
