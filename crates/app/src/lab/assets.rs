//! The lab's files: where they are, and the compiled modules.

use std::cell::RefCell;

use js_sys::{JSON, Promise, WebAssembly};
use trace::Few;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, WorkerType};

use super::purpose::Purpose;
use super::wire::field;
use crate::browser::{self, absolute};
use crate::fetch;

/// Name of the list of the lab's files, beside the page.
const MANIFEST: &str = "lab-manifest.json";
/// What a host calls a module that browsers compile while it arrives.
const WASM_TYPE: &str = "application/wasm";

/// What a worker needs to load one link of the lab.
#[derive(Clone)]
pub(super) struct Link {
    /// Address and type of the script of a worker.
    pub(super) worker: (String, WorkerType),
    /// Address of the glue.
    pub(super) glue: String,
    /// The compiled module.
    pub(super) module: WebAssembly::Module,
}

/// Downloads each link once. A failed download is tried again by the next run.
#[derive(Default)]
pub(crate) struct Assets {
    links: RefCell<Few<&'static str, Link>>,
}

impl Assets {
    /// The link of the lab for `purpose`.
    ///
    /// # Errors
    ///
    /// A sentence that names the file that could not be had.
    pub(super) async fn link(&self, purpose: Purpose) -> Result<Link, String> {
        let name = purpose.link();
        if let Some(link) = self.links.borrow().get(name) {
            return Ok(link.clone());
        }
        let link = download(name).await?;
        self.links.borrow_mut().insert(name, link.clone());
        Ok(link)
    }
}

async fn download(name: &str) -> Result<Link, String> {
    let text = fetch::text(MANIFEST).await.map_err(of_lab)?;
    let manifest = JSON::parse(&text)
        .map_err(|_| format!("{MANIFEST} is not a list of the lab's files: reload the page"))?;
    let path = |fields: &[&str]| {
        let found = fields.iter().try_fold(manifest.clone(), |of, name| field(&of, name));
        let path = found.and_then(|path| path.as_string());
        path.ok_or_else(|| format!("{MANIFEST} has no entry {}", fields.join("/")))
    };
    let wasm = path(&[name, "wasm"])?;
    let response = fetch::response(&wasm).await.map_err(of_lab)?;
    let module = compile(response).await.map_err(|error| of_lab(fetch::failed(&wasm, &error)))?;
    Ok(Link {
        worker: worker(absolute(&path(&["worker"])?)),
        glue: absolute(&path(&[name, "glue"])?),
        module,
    })
}

/// Compiles a module while it arrives, or once it is there if the host calls it something else.
async fn compile(response: Response) -> Result<WebAssembly::Module, JsValue> {
    let called = response.headers().get("content-type")?.unwrap_or_default();
    let module = if called.split(';').next().is_some_and(|called| called.trim() == WASM_TYPE) {
        WebAssembly::compile_streaming(&Promise::resolve(&JsValue::from(response)))
    } else {
        WebAssembly::compile(&JsFuture::from(response.array_buffer()?).await?)
    };
    Ok(JsFuture::from(module).await?.unchecked_into())
}

/// Address and type of the script that starts a worker of `script`. A frame without an origin of its own may start only
/// what it has made itself, and some browsers no module: there it is a script that loads this one, and keeps what is said
/// to it meanwhile. Its address is good for as long as the page.
fn worker(script: String) -> (String, WorkerType) {
    if !browser::has_no_origin() {
        return (script, WorkerType::Module);
    }
    let loader = format!(
        "const held = [];
        onmessage = ({{ data }}) => held.push(data);
        import(\"{script}\").then(
            () => held.forEach((data) => dispatchEvent(new MessageEvent('message', {{ data }}))),
            (error) => postMessage({{ failed: String(error) }}),
        );"
    );
    let made = browser::made(&loader, "text/javascript");
    (made.unwrap_or(script), WorkerType::Classic)
}

/// The sentence for a file of the lab.
fn of_lab(reason: String) -> String {
    format!("The lab could not be downloaded: {reason}")
}
