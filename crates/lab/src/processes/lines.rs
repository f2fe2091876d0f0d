//! Lines to a broker, by `web/stomp.js`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Function, JSON, Object};
use processes::{Headers, Heard, Id};
use trace::Few;
use trace::wire::Login;
use wasm_bindgen::prelude::*;

use crate::fetch::site;
use crate::mailbox::Mailbox;

#[wasm_bindgen]
extern "C" {
    /// `web/lab-worker.js`
    fn dial(url: &str, login: &str, passcode: &str, heard: &JsValue) -> Function;
}

/// The broker, beside the page.
const BROKER: &str = "broker";

struct Line {
    ask: Function,
    heard: Rc<RefCell<VecDeque<Heard>>>,
}

/// Those of one process.
pub(super) struct Lines {
    mailbox: Mailbox,
    login: Option<Login>,
    next: Cell<Id>,
    lines: RefCell<Few<Id, Line>>,
}

impl Lines {
    /// None yet; the broker will be told this name and password.
    pub(super) fn new(login: Option<Login>, mailbox: &Mailbox) -> Self {
        let (next, lines) = (Cell::default(), RefCell::default());
        Self { mailbox: mailbox.clone(), login, next, lines }
    }

    /// Begins to make one.
    pub(super) fn dial(&self) -> Id {
        let id = self.next.get() + 1;
        self.next.set(id);
        let heard = Rc::<RefCell<VecDeque<Heard>>>::default();
        let (mailbox, queue) = (self.mailbox.clone(), heard.clone());
        let hear = Closure::<dyn FnMut(String, JsValue, JsValue, JsValue)>::new(
            move |what: String, first: JsValue, headers: JsValue, body: JsValue| {
                let text = |value: JsValue| value.as_string().unwrap_or_default();
                queue.borrow_mut().push_back(match what.as_str() {
                    "connected" => Heard::Connected,
                    "receipt" => Heard::Receipt,
                    "message" => {
                        let number = first.as_f64().unwrap_or_default() as u32;
                        Heard::Message(number, read(&text(headers)), text(body))
                    }
                    "refused" => Heard::Refused(text(first)),
                    _ => Heard::Closed,
                });
                mailbox.poll();
            },
        );
        let Login { user, password } = self.login.clone().unwrap_or_default();
        let ask = dial(&address(), &user, &password, &hear.into_js_value());
        self.lines.borrow_mut().insert(id, Line { ask, heard });
        id
    }

    /// What was heard next.
    pub(super) fn heard(&self, line: Id) -> Option<Heard> {
        self.lines.borrow().get(&line)?.heard.borrow_mut().pop_front()
    }

    /// Asks a line for something by its name.
    pub(super) fn ask(&self, line: Id, name: &str, with: &[JsValue]) {
        let words: Array = [JsValue::from(name)].iter().chain(with).collect();
        if let Some(line) = self.lines.borrow().get(&line) {
            line.ask.apply(&JsValue::NULL, &words).expect("it answers later");
        }
    }

    /// Ends one.
    pub(super) fn hang_up(&self, line: Id) {
        self.ask(line, "hangUp", &[]);
        self.lines.borrow_mut().remove(&line);
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        let ids: Vec<Id> = self.lines.borrow().iter().map(|(id, _)| *id).collect();
        ids.into_iter().for_each(|id| self.hang_up(id));
    }
}

/// The address of the broker, as that of a WebSocket.
fn address() -> String {
    format!("{}{BROKER}", site()).replacen("http", "ws", 1)
}

/// Headers as JSON.
pub(super) fn written(headers: &Headers) -> JsValue {
    let entries: Array =
        headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into())).collect();
    let object = Object::from_entries(&entries).expect("pairs make an object");
    JSON::stringify(&object).expect("texts can be written").into()
}

fn read(text: &str) -> Headers {
    let object: Object = JSON::parse(text).unwrap_or_default().unchecked_into();
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    let pair = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        (text(entry.get(0)), text(entry.get(1)))
    };
    Object::entries(&object).iter().map(pair).collect()
}
