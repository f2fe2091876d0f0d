//! Records in links, packed and unpacked by the browser (WHATWG, Compression Standard), and in files.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Function, JsString, Promise, Reflect, Uint8Array, global};
use ui::{Action, MAX_RECORD, RecordJob};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{Blob, File, Response};

use crate::browser::window;

/// Does something with a record; what that takes is downloaded first. Says what came of it.
pub(crate) async fn carry_out(job: RecordJob) -> Action {
    match begin(job.clone()).await {
        Ok(done) => done.await,
        Err(_) => match job {
            RecordJob::Pack { link, .. } => Action::Packed(link, None),
            RecordJob::Unpack(packed) => Action::Unpacked(packed, Err(NOT_THERE.to_owned())),
            RecordJob::Read(_) => Action::HasReadRecord(Err(NOT_THERE.to_owned())),
        },
    }
}

#[wasm_split(records, fallible)]
fn begin(job: RecordJob) -> Result<Pin<Box<dyn Future<Output = Action>>>, SplitLoaderError> {
    Ok(Box::pin(async move {
        match job {
            RecordJob::Pack { link, record } => Action::Packed(link, pack(&record).await),
            RecordJob::Unpack(packed) => {
                let record = unpack(&packed).await;
                Action::Unpacked(packed, record.map(Rc::from))
            }
            RecordJob::Read(file) => Action::HasReadRecord(read(&file).await.map(Rc::from)),
        }
    }))
}

/// Why nothing can be done.
const NOT_THERE: &str = "what reads it could not be downloaded. Is the network there?";
/// What streams make and read.
const FORMAT: &str = "deflate-raw";
/// Bytes that are spelled at once: a call takes so many arguments anywhere.
const CHUNK: usize = 4096;

async fn pack(text: &str) -> Option<String> {
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

async fn unpack(packed: &str) -> Result<String, String> {
    let damaged = |_| "it is damaged: was the link cut?".to_owned();
    let base64 = packed.replace('-', "+").replace('_', "/");
    let binary = window().atob(&base64).map_err(damaged)?;
    let bytes: Vec<u8> = binary.chars().map(|letter| letter as u8).collect();
    let array = Array::of1(&Uint8Array::from(&bytes[..]));
    let blob = Blob::new_with_u8_array_sequence(&array).map_err(damaged)?;
    let bytes = through("DecompressionStream", &blob).await.map_err(damaged)?;
    check(bytes.byte_length().into())?;
    String::from_utf8(Uint8Array::new(&bytes).to_vec()).map_err(|_| "it is no text".to_owned())
}

async fn read(file: &File) -> Result<String, String> {
    check(file.size())?;
    let text = JsFuture::from(file.text()).await;
    text.ok()
        .and_then(|text| text.as_string())
        .ok_or_else(|| "the browser cannot read it".to_owned())
}

fn check(size: f64) -> Result<(), String> {
    if size > MAX_RECORD as f64 {
        return Err(format!("it is {size} bytes long, and at most {MAX_RECORD} are read"));
    }
    Ok(())
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
