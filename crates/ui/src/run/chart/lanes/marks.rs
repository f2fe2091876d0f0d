//! The marks of the moment that decided a run: a line in the bar of each, and beside it what the thread did.

use experiments::Mark;

use super::layout::Layout;
use super::paint::Canvas;

/// Width of a letter, in its heights.
const LETTER: f64 = 0.56;

/// Words: what, from where, how wide, and the top of their bar.
type Words<'a> = (&'a str, f64, f64, f64);

impl Canvas<'_> {
    /// Paints the marks in view, with their words if there is room for all of them.
    pub(super) fn marks(&self, marks: &[Mark], rows: &[usize]) {
        let Layout { em, bar, left, width, .. } = self.layout;
        let line = 2.0 * self.ink.pixel;
        let (low, high) = self.view;
        let x = |mark: &Mark| self.layout.x(mark.at_ms, self.view).round();
        let mut words: Vec<Option<Words<'_>>> = Vec::new();
        for (row, lane) in rows.iter().enumerate() {
            let top = self.layout.top(row);
            let in_view = |mark: &&Mark| mark.lane == *lane && (low..=high).contains(&mark.at_ms);
            let mut free = left;
            let mut marks = marks.iter().filter(in_view).peekable();
            while let Some(mark) = marks.next() {
                let (at, end) = (x(mark), marks.peek().map_or(width, |next| x(next)));
                self.rect(&self.ink.text, at - line / 2.0, top, line, bar);
                let wide = em * (1.0 + LETTER * mark.what.chars().count() as f64);
                let from = beside(at, wide, (free, end)).filter(|_| bar > 1.2 * em);
                free = from.map_or(at, |from| at.max(from + wide));
                words.push(from.map(|from| (mark.what.as_str(), from, wide, top)));
            }
        }
        // Some of them would look as if the others were nothing.
        for (what, from, wide, top) in
            words.into_iter().collect::<Option<Vec<_>>>().unwrap_or_default()
        {
            self.rect(&self.ink.text, from, top, wide, bar);
            self.context.set_fill_style_str(&self.ink.ground);
            self.context.set_text_align("center");
            self.context.set_text_baseline("middle");
            let (middle, most) = (from + wide / 2.0, wide - 0.5 * em);
            // Text that cannot be drawn is told above the lanes, too.
            let _ = self.context.fill_text_with_max_width(what, middle, top + bar / 2.0, most);
        }
    }
}

/// Where words of this width begin beside a line: behind it, or else before it, within what is free.
fn beside(at: f64, wide: f64, (left, right): (f64, f64)) -> Option<f64> {
    if at + wide <= right { Some(at) } else { Some(at - wide).filter(|from| *from >= left) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 wide: behind a line at 50 if there is room up to 80, else before it if there is from 20 on.
    #[test]
    fn words_stand_on_the_side_that_is_free() {
        assert_eq!(beside(50.0, 30.0, (20.0, 80.0)), Some(50.0));
        assert_eq!(beside(50.0, 30.0, (20.0, 79.0)), Some(20.0));
        assert_eq!(beside(50.0, 30.0, (21.0, 79.0)), None);
    }
}
