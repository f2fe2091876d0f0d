//! Records in links: packed and unpacked by the browser (WHATWG, Compression Standard).

use js_sys::{Array, ArrayBuffer, Function, JsString, Promise, Reflect, Uint8Array, global};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use crate::browser::window;

/// What streams make and read.
const FORMAT: &str = "deflate-raw";
/// Bytes that are spelled at once: a call takes so many arguments anywhere.
const CHUNK: usize = 4096;

/// `text` as it stands in a link; none if the browser cannot pack.
pub(crate) async fn pack(text: &str) -> Option<String> {
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).ok()?;
    let bytes = through("CompressionStream", &blob).await.ok()?;
    let bytes = Uint8Array::new(&bytes).to_vec();
    let mut binary = String::new();
    for chunk in bytes.chunks(CHUNK) {
        binary.extend(chunk.iter().map(|byte| char::from(*byte)));
    }
    let base64 = window().btoa(&binary).ok()?;
    Some(base64.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}

/// The text that stands so in a link, of at most `limit` bytes.
///
/// # Errors
///
/// It is none, or longer.
pub(crate) async fn unpack(packed: &str, limit: usize) -> Result<String, String> {
    let damaged = |_| "it is damaged: was the link cut?".to_owned();
    let base64 = packed.replace('-', "+").replace('_', "/");
    let binary = window().atob(&base64).map_err(damaged)?;
    let bytes: Vec<u8> = binary.chars().map(|letter| letter as u8).collect();
    let array = Array::of1(&Uint8Array::from(&bytes[..]));
    let blob = Blob::new_with_u8_array_sequence(&array).map_err(damaged)?;
    let bytes = through("DecompressionStream", &blob).await.map_err(damaged)?;
    if bytes.byte_length() as usize > limit {
        return Err(format!("it is longer than {limit} bytes"));
    }
    String::from_utf8(Uint8Array::new(&bytes).to_vec()).map_err(|_| "it is no text".to_owned())
}

/// The bytes of `blob` behind the browser's stream of this name.
async fn through(stream: &str, blob: &Blob) -> Result<ArrayBuffer, JsValue> {
    let make: Function = Reflect::get(&global(), &stream.into())?.dyn_into()?;
    let stream = Reflect::construct(&make, &Array::of1(&JsString::from(FORMAT).into()))?;
    let read = |of: &JsValue, name: &str, arguments: &Array| -> Result<JsValue, JsValue> {
        let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
        Reflect::apply(&function, of, arguments)
    };
    let source = read(blob, "stream", &Array::new())?;
    let piped = read(&source, "pipeThrough", &Array::of1(&stream))?;
    let make: Function = Reflect::get(&global(), &"Response".into())?.dyn_into()?;
    let response: Response = Reflect::construct(&make, &Array::of1(&piped))?.unchecked_into();
    let bytes: Promise = response.array_buffer()?;
    Ok(JsFuture::from(bytes).await?.unchecked_into())
}
