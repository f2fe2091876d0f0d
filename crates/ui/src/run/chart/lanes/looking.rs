//! What somebody looks at in the timeline, and how keys, pointers and buttons change it.

use super::board::Board;
use super::cursor::{Cursor, moved};
use super::layout::{View, shifted, showing, zoomed};

/// How much one press of a button changes what is in view.
pub(super) const ZOOM: f64 = 4.0;

/// What is in view, and what is pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Looking {
    /// Times in view; none is all of them.
    pub(super) view: Option<View>,
    /// The stretch that is said in words.
    pub(super) cursor: Option<Cursor>,
    /// Whether the table is open.
    pub(super) is_open: bool,
    /// Where the pointer has taken hold of what is in view.
    grip: Option<f64>,
}

/// What somebody does.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Deed {
    /// Presses a key on the canvas.
    Key(String),
    /// Points at a place, pressed or not.
    Point(f64, f64, bool),
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
        Deed::Point(x, y, pressed) => {
            let grip = pressed.then_some(*x);
            match (before.grip, before.view) {
                (Some(from), Some(view)) if *pressed => {
                    let view = shifted(view, board.time_of(from - x), board.whole());
                    Looking { view: Some(view), grip, ..before }
                }
                _ => Looking { cursor: board.at(*x, *y).or(before.cursor), grip, ..before },
            }
        }
        Deed::Zoom(factor) => zoom(board, before, *factor),
        Deed::Open(is_open) => Looking { is_open: *is_open, ..before },
    }
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
        assert_eq!(after(&board(), before, &Deed::Point(1.0, 1.0, false)), before);
    }
}
