//! A parcel as workers send it: `[0, number, numbers, kind, thing, port, …]`.

use js_sys::{Array, Float64Array, Reflect, global};
use processes::{Thing, Unsendable, Way};
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

use super::locks;
use super::things::Things;

/// Kinds of things.
const NOTHING: u8 = 0;
const BYTES: u8 = 1;
const SHARED: u8 = 2;

/// As many numbers are copied.
const FEW: usize = 1024;

/// A parcel, and what is moved with it rather than copied.
pub(super) struct Letter {
    pub(super) message: Array,
    pub(super) moved: Array,
}

/// What has arrived.
pub(super) struct Opened {
    pub(super) number: u32,
    pub(super) numbers: Vec<f64>,
    pub(super) thing: Thing,
    pub(super) ports: Vec<MessagePort>,
}

impl Letter {
    /// Writes a parcel. Many numbers move, because they are a copy already; moving few would take longer than
    /// copying them. What cannot be sent is put in as it is: the browser refuses it.
    pub(super) fn new(
        number: u32,
        numbers: &[f64],
        thing: Thing,
        ports: &[MessagePort],
        things: &Things,
    ) -> Self {
        let many = numbers.len() > FEW;
        let numbers = Float64Array::from(numbers);
        let moved = if many { Array::of1(&numbers.buffer()) } else { Array::new() };
        let (kind, carried) = match thing {
            Thing::Nothing => (NOTHING, JsValue::NULL),
            Thing::Bytes(id, way) => {
                let bytes = things.bytes(id);
                if way == Way::Transfer {
                    moved.push(&bytes.buffer());
                }
                (BYTES, bytes.into())
            }
            Thing::Shared(id) => (SHARED, things.words(id).into()),
            Thing::Unsendable(Unsendable::Function) => {
                (NOTHING, Reflect::get(&global(), &"postMessage".into()).unwrap_or_default())
            }
            Thing::Unsendable(Unsendable::Lock) => (NOTHING, locks::manager()),
        };
        let message = Array::of5(&0.into(), &number.into(), &numbers, &kind.into(), &carried);
        for port in ports {
            message.push(port);
            moved.push(port);
        }
        Self { message, moved }
    }
}

/// Reads what [`Letter::new`] wrote; nothing if it is something else.
pub(super) fn open(message: &JsValue, things: &mut Things) -> Option<Opened> {
    let fields = message.dyn_ref::<Array>()?;
    if fields.length() < 5 || fields.get(0).as_f64()? != 0.0 {
        return None;
    }
    let numbers: Float64Array = fields.get(2).unchecked_into();
    let thing = match fields.get(3).as_f64()? as u8 {
        BYTES => Thing::Bytes(things.keep_bytes(fields.get(4).unchecked_into()), Way::Copy),
        SHARED => Thing::Shared(things.keep_words(fields.get(4).unchecked_into())),
        _ => Thing::Nothing,
    };
    Some(Opened {
        number: fields.get(1).as_f64()? as u32,
        numbers: numbers.to_vec(),
        thing,
        ports: (5..fields.length()).map(|at| fields.get(at).unchecked_into()).collect(),
    })
}
