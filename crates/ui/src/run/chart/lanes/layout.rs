//! Where things stand on the canvas, in its own pixels, and which time is in view.

/// Times in view, in milliseconds on the lab's clock.
pub(super) type View = (f64, f64);

/// The least time that fills the canvas, in milliseconds: two steps of the browser's clock.
pub(super) const LEAST_MS: f64 = 0.01;
/// Below this width, in lengths of a letter's height, names stand above their bars.
const NARROW: f64 = 40.0;
/// Most resources held together that are told apart.
const MOST_SLOTS: usize = 4;

/// Rows from top to bottom, names left of them or above.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layout {
    /// Width of the canvas.
    pub(super) width: f64,
    /// Height of the canvas.
    pub(super) height: f64,
    /// Where the bars begin.
    pub(super) left: f64,
    /// Height of a bar.
    pub(super) bar: f64,
    /// Height of one held resource in the band below a bar.
    pub(super) slot: f64,
    /// Resources beside each other in the band.
    pub(super) slots: usize,
    /// Height of the name above a bar; none if it stands to its left.
    pub(super) name: f64,
    /// Distance from row to row.
    pub(super) pitch: f64,
    /// Height of a letter.
    pub(super) em: f64,
    /// Rows.
    pub(super) rows: usize,
}

impl Layout {
    /// For `rows` lanes on a canvas of this width; `pixel` is the size of a pixel of the page.
    pub(super) fn new(width: f64, rows: usize, slots: usize, em: f64, pixel: f64) -> Self {
        let (bar, slot, gap) = match rows {
            0..=4 => (20.0, 5.0, 9.0),
            5..=8 => (15.0, 4.0, 7.0),
            9..=16 => (11.0, 3.0, 4.0),
            17..=32 => (8.0, 2.0, 4.0),
            _ => (4.0, 2.0, 2.0),
        };
        let narrow = width < NARROW * em;
        let name = if narrow && rows <= 16 { 1.35 * em } else { 0.0 };
        let left = if narrow && name > 0.0 { 0.0 } else { 7.5 * em };
        let slots = slots.min(MOST_SLOTS);
        let [bar, slot, gap] = [bar, slot, gap].map(|length: f64| (length * pixel).round());
        let pitch = name + bar + slot * slots as f64 + gap;
        let height = pitch * rows as f64 + 1.75 * em;
        Self { width, height, left, bar, slot, slots, name, pitch, em, rows }
    }

    /// Width of the bars.
    pub(super) fn plot(&self) -> f64 {
        (self.width - self.left).max(1.0)
    }

    /// Top of the bar of a row.
    pub(super) fn top(&self, row: usize) -> f64 {
        (row as f64 * self.pitch + self.name).round()
    }

    /// Where a time stands.
    pub(super) fn x(&self, at_ms: f64, (low, high): View) -> f64 {
        self.left + self.plot() * (at_ms - low) / (high - low)
    }

    /// The time that stands at `x`.
    pub(super) fn time(&self, x: f64, (low, high): View) -> f64 {
        low + (high - low) * ((x - self.left) / self.plot()).clamp(0.0, 1.0)
    }

    /// The row at `y`.
    pub(super) fn row(&self, y: f64) -> Option<usize> {
        let row = (y / self.pitch).floor();
        (row >= 0.0 && row < self.rows as f64).then_some(row as usize)
    }
}

/// `view` with its length times `factor`, around `around_ms`, within `whole`.
pub(super) fn zoomed(view: View, factor: f64, around_ms: f64, whole: View) -> View {
    let length = (factor * (view.1 - view.0)).max(LEAST_MS);
    let part = ((around_ms - view.0) / (view.1 - view.0)).clamp(0.0, 1.0);
    shifted((around_ms - part * length, around_ms + (1.0 - part) * length), 0.0, whole)
}

/// `view` moved by `by_ms`, within `whole`.
pub(super) fn shifted(view: View, by_ms: f64, whole: View) -> View {
    let length = (view.1 - view.0).min(whole.1 - whole.0);
    let low = (view.0 + by_ms).clamp(whole.0, whole.1 - length);
    (low, low + length)
}

/// `view`, moved as little as is needed to show `span`, or its begin where it is longer.
pub(super) fn showing(view: View, span: View, whole: View) -> View {
    let before = (span.0 - view.0).min(0.0);
    let behind = (span.1 - view.1).clamp(0.0, (span.0 - view.0).max(0.0));
    shifted(view, before + behind, whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: View = (0.0, 100.0);

    #[test]
    fn zooming_keeps_the_place_that_one_looks_at() {
        assert_eq!(zoomed(WHOLE, 0.5, 20.0, WHOLE), (10.0, 60.0));
        assert_eq!(zoomed((10.0, 60.0), 2.0, 20.0, WHOLE), WHOLE);
        assert_eq!(zoomed((40.0, 40.01), 0.5, 40.0, WHOLE), (40.0, 40.01));
    }

    #[test]
    fn the_view_never_leaves_the_run() {
        assert_eq!(shifted((10.0, 60.0), 90.0, WHOLE), (50.0, 100.0));
        assert_eq!(shifted((10.0, 60.0), -90.0, WHOLE), (0.0, 50.0));
    }

    /// From 10 to 30 in view: 50 to 60 moves it by 30; 5 to 8 by −5; 20 to 25 not at all; of 40 to 90,
    /// which is too long, the begin is shown.
    #[test]
    fn the_view_follows_the_cursor() {
        let view = (10.0, 30.0);
        assert_eq!(showing(view, (50.0, 60.0), WHOLE), (40.0, 60.0));
        assert_eq!(showing(view, (5.0, 8.0), WHOLE), (5.0, 25.0));
        assert_eq!(showing(view, (20.0, 25.0), WHOLE), view);
        assert_eq!(showing(view, (40.0, 90.0), WHOLE), (40.0, 60.0));
    }

    /// 3 rows of 20 + 2 · 5 + 9 = 39 pixels, and 21 for the axis.
    #[test]
    fn a_pointer_finds_row_and_time() {
        let layout = Layout::new(890.0, 3, 2, 12.0, 1.0);
        assert_eq!((layout.pitch, layout.height, layout.left), (39.0, 138.0, 90.0));
        assert_eq!(
            (layout.row(38.0), layout.row(39.0), layout.row(130.0)),
            (Some(0), Some(1), None)
        );
        assert_eq!(layout.time(490.0, WHOLE), 50.0);
        assert_eq!(layout.x(50.0, WHOLE), 490.0);
        assert_eq!(layout.time(0.0, WHOLE), 0.0);
    }

    #[test]
    fn on_a_phone_names_stand_above_their_bars() {
        let layout = Layout::new(358.0, 4, 1, 12.0, 1.0);
        assert_eq!(layout.left, 0.0);
        assert!(layout.top(0) >= 12.0);
    }
}
