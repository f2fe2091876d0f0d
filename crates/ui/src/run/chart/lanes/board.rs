//! What lives as long as the canvas: the tracks, what is in view, and the next frame.

use experiments::{Mark, decimal};
use std::cell::RefCell;
use std::rc::Rc;

use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{CanvasRenderingContext2d, Element, Event, HtmlCanvasElement, ResizeObserver};
use yew::NodeRef;

use super::cursor::{Cursor, nearest};
use super::ink::Ink;
use super::layout::{Layout, View};
use super::paint::Canvas;
use super::tracks::Tracks;
use crate::run::report::Report;

/// What a window says before it is printed, and afterwards.
const PRINT: [&str; 2] = ["beforeprint", "afterprint"];

/// Colors and sizes are read when a frame is painted, so that there is nothing to keep in step.
#[derive(Default)]
pub(super) struct Board {
    /// What the threads did.
    pub(super) tracks: Tracks,
    /// The moment that decided the run, if it is over and had one.
    pub(super) marks: Vec<Mark>,
    /// What is in view; none is all of it.
    pub(super) view: Option<View>,
    /// What somebody looks at.
    pub(super) cursor: Option<Cursor>,
    canvas: NodeRef,
    frame: Option<i32>,
    painter: Option<Closure<dyn FnMut()>>,
    /// How it was laid out, and the pixels of the canvas in one of the page.
    laid_out: Option<(Layout, f64)>,
}

impl Board {
    /// Shows a finished run.
    pub(super) fn show(&mut self, report: &Report) {
        self.tracks.update(&report.lanes);
        self.marks = report.moment.as_ref().map_or(Vec::new(), |moment| moment.marks.clone());
    }

    /// All of the time, or what is in view of it.
    pub(super) fn view(&self) -> View {
        self.view.unwrap_or_else(|| self.whole())
    }

    /// All of the time.
    pub(super) fn whole(&self) -> View {
        let (first_ms, last_ms) = (self.tracks.first_ms, self.tracks.last_ms);
        (first_ms, last_ms.max(first_ms + 0.01))
    }

    /// The stretch at a place on the canvas.
    pub(super) fn at(&self, x: f64, y: f64) -> Option<Cursor> {
        let (layout, pixel) = self.laid_out?;
        let lane = *self.tracks.rows().get(layout.row(y * pixel)?)?;
        let at_ms = layout.time(x * pixel, self.view());
        Some((lane, nearest(&self.tracks, lane, at_ms)?))
    }

    /// The time to zoom around: where the cursor is, or else the middle of what is in view.
    pub(super) fn middle(&self, cursor: Option<Cursor>) -> f64 {
        let (low, high) = self.view();
        let at = cursor.and_then(|(lane, index)| self.tracks.span(lane, index));
        at.map_or((low + high) / 2.0, |span| span.start_ms.clamp(low, high))
    }

    /// The time at `x` pixels of the page.
    pub(super) fn time_at(&self, x: f64) -> f64 {
        let (low, high) = self.view();
        let place = self.laid_out.map(|(layout, pixel)| layout.time(x * pixel, (low, high)));
        place.unwrap_or((low + high) / 2.0)
    }

    /// The time that `by` pixels of the page stand for.
    pub(super) fn time_of(&self, by: f64) -> f64 {
        let Some((layout, pixel)) = self.laid_out else { return 0.0 };
        let (low, high) = self.view();
        by * pixel * (high - low) / layout.plot()
    }

    /// Asks for a frame, unless one is on its way. The first is painted at once: until then the canvas has a height of
    /// the browser's choice.
    pub(super) fn request(&mut self) {
        if self.laid_out.is_none() && self.paint().is_some() {
            return;
        }
        let Some(painter) = self.painter.as_ref().filter(|_| self.frame.is_none()) else { return };
        let frame = web_sys::window().and_then(|window| {
            window.request_animation_frame(painter.as_ref().unchecked_ref()).ok()
        });
        self.frame = frame;
    }

    /// Paints for paper, which is light, or for the screen again.
    fn print(&mut self, is_paper: bool) {
        let canvas = self.canvas.cast::<Element>();
        // An attribute of this name can be set. Nothing to paint on: the next change asks again.
        let _ = canvas.map(|canvas| canvas.toggle_attribute_with_force("data-paper", is_paper));
        let _ = self.paint();
    }

    fn paint(&mut self) -> Option<()> {
        self.frame = None;
        // Before anything is measured, which the browser would have to lay the page out for.
        let rows = self.tracks.rows();
        if rows.is_empty() {
            return None;
        }
        let canvas: HtmlCanvasElement = self.canvas.cast()?;
        let window = web_sys::window()?;
        let style = window.get_computed_style(&canvas).ok()??;
        let pixel = window.device_pixel_ratio().clamp(1.0, 3.0);
        let width = (f64::from(canvas.client_width()) * pixel).round();
        if width < 1.0 {
            return None;
        }
        let size = style.get_property_value("font-size").ok()?;
        let em = decimal(size.trim_end_matches("px")).unwrap_or(12.0) * pixel;
        let layout = Layout::new(width, rows.len(), self.tracks.slots, em, pixel);
        let size = [width, layout.height].map(|length| length as u32);
        if [canvas.width(), canvas.height()] != size {
            canvas.set_width(size[0]);
            canvas.set_height(size[1]);
        }
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        let family = style.get_property_value("font-family").ok()?;
        context.set_font(&format!("{em}px {family}"));
        let ink = Ink::of(&style, &context, pixel);
        let (tracks, view) = (&self.tracks, self.view());
        let canvas = Canvas { context: &context, layout, ink, tracks, view };
        canvas.paint(&rows, self.cursor, &self.marks);
        self.laid_out = Some((layout, pixel));
        Some(())
    }
}

/// Connects the board with the canvas, until the function that it returns is called.
pub(super) fn connect(board: Rc<RefCell<Board>>, canvas: NodeRef) -> impl FnOnce() + 'static {
    let painted = Rc::downgrade(&board);
    let painter = Closure::<dyn FnMut()>::new(move || {
        if let Some(board) = painted.upgrade() {
            // Nothing to paint on: the next change asks again.
            let _ = board.borrow_mut().paint();
        }
    });
    let resized = Rc::downgrade(&board);
    let on_resize = Closure::<dyn FnMut()>::new(move || {
        if let Some(board) = resized.upgrade() {
            board.borrow_mut().request();
        }
    });
    let printed = Rc::downgrade(&board);
    let on_print = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        if let Some(board) = printed.upgrade() {
            board.borrow_mut().print(event.type_() == "beforeprint");
        }
    });
    for name in PRINT {
        if let Some(window) = web_sys::window() {
            // A window takes any listener.
            let _ =
                window.add_event_listener_with_callback(name, on_print.as_ref().unchecked_ref());
        }
    }
    let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref()).ok();
    let surroundings = canvas.cast::<web_sys::Element>().and_then(|canvas| canvas.parent_element());
    if let (Some(observer), Some(surroundings)) = (&observer, &surroundings) {
        observer.observe(surroundings);
    }
    {
        let mut board = board.borrow_mut();
        board.canvas = canvas;
        board.painter = Some(painter);
    }
    move || {
        if let Some(observer) = observer {
            observer.disconnect();
        }
        drop(on_resize);
        for name in PRINT {
            if let Some(window) = web_sys::window() {
                let function = on_print.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(name, function);
            }
        }
        let mut board = board.borrow_mut();
        if let (Some(frame), Some(window)) = (board.frame.take(), web_sys::window()) {
            // Fails only for a frame that is no more.
            let _ = window.cancel_animation_frame(frame);
        }
        board.painter = None;
    }
}
