//! The canvas: tracks, bands, hand-overs, axis and cursor.

use experiments::Mark;
use trace::Activity;
use web_sys::CanvasRenderingContext2d;

use super::columns::{Run, columns};
use super::cursor::Cursor;
use super::ink::{Ink, is_cut};
use super::layout::{Layout, View};
use super::track::{Track, number};
use super::tracks::Tracks;
use crate::run::chart::scale::{Scale, time_unit};

/// More hand-overs than these hide what they are about.
const MOST_ARROWS: usize = 200;
/// They stand at least this far apart on average, in pixels of the page.
const ARROW_GAP: f64 = 7.0;

/// A hand-over: when, from which row, to which row.
type Arrow = (f64, usize, usize);

/// Everything there is to paint on.
pub(super) struct Canvas<'a> {
    pub(super) context: &'a CanvasRenderingContext2d,
    pub(super) layout: Layout,
    pub(super) ink: Ink,
    pub(super) tracks: &'a Tracks,
    pub(super) view: View,
}

impl Canvas<'_> {
    /// Paints all of it.
    pub(super) fn paint(&self, rows: &[usize], cursor: Option<Cursor>, marks: &[Mark]) {
        let Layout { width, height, left, bar, .. } = self.layout;
        self.context.clear_rect(0.0, 0.0, width, height);
        for row in 0..rows.len() {
            self.rect(&self.ink.track, left, self.layout.top(row), width - left, bar);
        }
        self.axis();
        let mut arrows = Vec::new();
        for (row, &lane) in rows.iter().enumerate() {
            let track = &self.tracks.all[lane];
            self.name(track, row);
            self.bars(track, row);
            self.bands(track, row);
            self.hand_overs(track, row, rows, &mut arrows);
        }
        if arrows.len() <= self.most_arrows() {
            arrows.into_iter().for_each(|arrow| self.arrow(arrow));
        }
        self.messages(rows);
        self.marks(marks, rows);
        if let Some((lane, index)) = cursor
            && let Some(row) = rows.iter().position(|row| *row == lane)
            && let Some(span) = self.tracks.span(lane, index)
        {
            self.frame(row, (span.start_ms, span.end_ms));
        }
    }

    pub(super) fn rect(&self, color: &str, x: f64, y: f64, width: f64, height: f64) {
        self.context.set_fill_style_str(color);
        self.context.fill_rect(x, y, width, height);
    }

    fn name(&self, track: &Track, row: usize) {
        let Layout { em, pitch, bar, name, left, .. } = self.layout;
        // Where rows are lower than letters, every second or third is named.
        let every = (1.05 * em / pitch).ceil() as usize;
        if !row.is_multiple_of(every) {
            return;
        }
        let top = self.layout.top(row);
        let (align, x, y) = match name {
            // The first row may be lower than half a letter.
            0.0 => ("right", left - 0.9 * em, (top + bar / 2.0).max(0.6 * em)),
            name => ("left", 0.6 * em, top - name / 2.0),
        };
        // Of more rows than there are colors, none has its own.
        if self.layout.rows <= self.ink.threads.len() {
            let (x, y, tall) = match name {
                0.0 => (left - 0.55 * em, top, bar),
                name => (0.0, top - 0.9 * name, 0.75 * name),
            };
            self.rect(&self.ink.threads[row], x, y, 0.3 * em, tall);
        }
        self.context.set_fill_style_str(&self.ink.text);
        self.context.set_text_baseline("middle");
        self.context.set_text_align(align);
        let most = if name > 0.0 { self.layout.width } else { left - em };
        // Text that cannot be drawn is text that nobody sees; there is nothing to be done about it.
        let _ = self.context.fill_text_with_max_width(&track.name, x, y, most);
    }

    /// The axis and its lines, in the unit that fits what is in view, from the first event.
    fn axis(&self) {
        let Layout { em, left, width, height, .. } = self.layout;
        let first_ms = self.tracks.first_ms;
        let [low, high] = [self.view.0 - first_ms, self.view.1 - first_ms];
        let (unit, per_ms) = time_unit(high);
        let wanted = (self.layout.plot() / (7.0 * em)).max(2.0) as u32;
        let ticks = Scale::new(low * per_ms, high * per_ms).ticks(wanted);
        let bottom = height - 1.6 * em;
        self.context.set_text_baseline("alphabetic");
        for &value in &ticks.values {
            let x = self.layout.x(value / per_ms + first_ms, self.view).round();
            self.rect(&self.ink.line, x, 0.0, self.ink.pixel, bottom);
            self.context.set_text_align(match x {
                x if x < left + em => "left",
                x if x > width - 2.0 * em => "right",
                _ => "center",
            });
            self.context.set_fill_style_str(&self.ink.quiet);
            let with_unit = if left > 0.0 { "" } else { unit };
            let text = format!("{} {with_unit}", ticks.text(value));
            let _ = self.context.fill_text(text.trim_end(), x, height - 0.35 * em);
        }
        if left > 0.0 {
            self.context.set_text_align("right");
            let _ = self.context.fill_text(unit, left - 0.9 * em, height - 0.35 * em);
        }
    }

    fn bars(&self, track: &Track, row: usize) {
        let Layout { left, bar, .. } = self.layout;
        let now_ms = self.tracks.last_ms;
        let spans = track.spans_from(self.view.0, now_ms);
        let stretches = spans.map(|s| (s.start_ms, s.end_ms, number(s.activity) as u32));
        let top = self.layout.top(row);
        let runs = columns(stretches, self.view, self.layout.plot() as u32);
        // Waits lie under all that is next to them, and the rest on top: a pattern, or another color,
        // for each run would cost more than all else.
        for waits in runs.chunk_by(|a, b| a.to == b.from) {
            let is_wait = |run: &Run| run.what == number(Activity::Waiting) as u32;
            if let (Some(first), Some(last)) = (waits.first(), waits.last())
                && waits.iter().any(is_wait)
            {
                self.wait(left + f64::from(first.from), top, f64::from(last.to - first.from));
            }
        }
        let thin = (2.0 * self.ink.pixel).min(bar);
        let fill = |activity: Activity, color: &str, y: f64, height: f64| {
            self.context.set_fill_style_str(color);
            for run in runs.iter().filter(|run| run.what == number(activity) as u32) {
                let x = left + f64::from(run.from);
                self.context.fill_rect(x, y, f64::from(run.to - run.from), height);
            }
        };
        fill(Activity::Sleeping, &self.ink.track, top, bar);
        fill(Activity::Sleeping, &self.ink.quiet, top + (bar - thin) / 2.0, thin);
        fill(Activity::SerialWork, &self.ink.text, top, bar);
        fill(Activity::Spinning, &self.ink.wait, top, bar);
        fill(Activity::Work, &self.ink.work, top, bar);
        fill(Activity::InVain, &self.ink.vain, top, bar);
    }

    fn wait(&self, x: f64, y: f64, width: f64) {
        let (height, edge) = (self.layout.bar, self.ink.pixel);
        self.rect(&self.ink.ground, x, y, width, height);
        if let Some(hatch) = &self.ink.hatch {
            self.context.set_fill_style_canvas_pattern(hatch);
            self.context.fill_rect(x, y, width, height);
        }
        self.rect(&self.ink.wait, x, y, width, edge);
        self.rect(&self.ink.wait, x, y + height - edge, width, edge);
    }

    fn bands(&self, track: &Track, row: usize) {
        let Layout { left, bar, slot: height, slots, .. } = self.layout;
        let now_ms = self.tracks.last_ms;
        for slot in 0..slots {
            // What lies beyond the last place is put there: it is held, and the words say it.
            let here = track.holds.iter().filter(|(_, at)| (*at).min(slots - 1) == slot);
            let holds = here.map(|(h, _)| (h.start_ms, track.end_of(h, now_ms), h.subject));
            let top = self.layout.top(row) + bar + slot as f64 * height + self.ink.pixel;
            let height = (height - self.ink.pixel).max(1.0);
            let mut last = None;
            for run in columns(holds, self.view, self.layout.plot() as u32) {
                let (x, width) = (left + f64::from(run.from), f64::from(run.to - run.from));
                let (color, hollow) = self.ink.resource(run.what);
                if last.replace(run.what) != Some(run.what) {
                    self.context.set_fill_style_str(color);
                }
                self.context.fill_rect(x, top, width, height);
                if hollow && width > 4.0 * self.ink.pixel {
                    let edge = self.ink.pixel;
                    let [width, height] = [width, height].map(|length| length - 2.0 * edge);
                    self.rect(&self.ink.ground, x + edge, top + edge, width, height);
                    last = None;
                }
                if let Some(cuts) = self.ink.cuts.as_ref().filter(|_| is_cut(run.what)) {
                    self.context.set_fill_style_canvas_pattern(cuts);
                    self.context.fill_rect(x, top, width, height);
                    last = None;
                }
            }
        }
    }

    /// Adds the hand-overs in view that ended waits of this track, until there are too many.
    fn hand_overs(&self, track: &Track, row: usize, rows: &[usize], arrows: &mut Vec<Arrow>) {
        for span in track.spans_from(self.view.0, self.tracks.last_ms) {
            if span.start_ms > self.view.1 || arrows.len() > self.most_arrows() {
                break;
            }
            let from = span.ended_by.map(usize::from);
            if let Some(from) = from.and_then(|lane| rows.iter().position(|row| *row == lane))
                && from != row
                && span.end_ms <= self.view.1
            {
                arrows.push((span.end_ms, from, row));
            }
        }
    }

    /// The messages in view, unless they are too many.
    fn messages(&self, rows: &[usize]) {
        let row = |lane: usize| rows.iter().position(|row| *row == lane);
        let (low, high) = self.view;
        let in_view = self.tracks.mail.all().filter_map(|message| {
            let [(from, sent_ms), (to, received_ms)] = message.ends()?;
            let ends = [(row(from)?, sent_ms), (row(to)?, received_ms)];
            (from != to && received_ms >= low && sent_ms <= high).then_some(ends)
        });
        let most = self.most_arrows();
        let in_view: Vec<_> = in_view.take(most + 1).collect();
        if in_view.len() <= most {
            in_view.into_iter().for_each(|ends| self.message(ends));
        }
    }

    /// A line from the bar of the sender to that of the receiver, slanted by the time it took.
    fn message(&self, [(from, sent_ms), (to, received_ms)]: [(usize, f64); 2]) {
        let Layout { bar, left, .. } = self.layout;
        let (below, head, pixel) = (to > from, 4.5 * self.ink.pixel, self.ink.pixel);
        let edge = |row, is_bottom| self.layout.top(row) + if is_bottom { bar } else { 0.0 };
        let (start, tip) = (edge(from, below), edge(to, !below));
        let [x, end] =
            [sent_ms, received_ms].map(|at_ms| self.layout.x(at_ms, self.view).max(left));
        let (across, down) = (end - x, tip - start);
        let length = across.hypot(down).max(1.0);
        let (across, down) = (across / length, down / length);
        let (back_x, back_y) = (end - head * across, tip - head * down);
        self.context.set_stroke_style_str(&self.ink.text);
        self.context.set_fill_style_str(&self.ink.text);
        self.context.set_line_width(pixel);
        self.context.begin_path();
        self.context.move_to(x, start);
        self.context.line_to(back_x, back_y);
        self.context.stroke();
        self.context.begin_path();
        self.context.move_to(end, tip);
        self.context.line_to(back_x - 0.6 * head * down, back_y + 0.6 * head * across);
        self.context.line_to(back_x + 0.6 * head * down, back_y - 0.6 * head * across);
        self.context.fill();
    }

    fn most_arrows(&self) -> usize {
        MOST_ARROWS.min((self.layout.plot() / (ARROW_GAP * self.ink.pixel)) as usize)
    }

    fn arrow(&self, (at_ms, from, to): Arrow) {
        let Layout { bar, .. } = self.layout;
        let (x, pixel) = (self.layout.x(at_ms, self.view), self.ink.pixel);
        let (below, head) = (to > from, 4.0 * pixel);
        let start = self.layout.top(from) + if below { bar } else { 0.0 };
        let tip = self.layout.top(to) + if below { 0.0 } else { bar };
        let back = if below { tip - head } else { tip + head };
        self.rect(&self.ink.text, x - pixel / 2.0, start.min(back), pixel, (back - start).abs());
        self.context.begin_path();
        self.context.move_to(x, tip);
        self.context.line_to(x - 0.75 * head, back);
        self.context.line_to(x + 0.75 * head, back);
        self.context.fill();
    }

    fn frame(&self, row: usize, (start_ms, end_ms): View) {
        let (low, high, pixel) = (self.layout.left, self.layout.width, self.ink.pixel);
        let [start, end] = [start_ms, end_ms].map(|at_ms| self.layout.x(at_ms, self.view));
        if end < low || start > high {
            return;
        }
        let (start, end) = (start.max(low), end.clamp(start.max(low), high));
        let wide = (end - start).max(3.0 * pixel);
        let edge = 2.0 * pixel;
        self.context.set_stroke_style_str(&self.ink.text);
        self.context.set_line_width(edge);
        let (x, y) = (start - pixel, self.layout.top(row) - pixel);
        self.context.stroke_rect(x, y, wide + edge, self.layout.bar + edge);
    }
}
