//! What CPython does in the same situations.

use std::process::Command;

use serde_json::{Map, Value};

/// What `tests/cpython/<name>.py` found with `arguments`, for each start method of `multiprocessing` that this
/// machine has.
pub(crate) fn cpython(name: &str, arguments: &[&str]) -> Map<String, Value> {
    let script = format!("{}/tests/cpython/{name}.py", env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3").arg(&script).args(arguments).output();
    let output = output.expect("python3 is installed: these outcomes are compared with CPython's");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {complaint}");
    let found: Value = serde_json::from_slice(&output.stdout).expect("it prints JSON");
    let Value::Object(found) = found else {
        panic!("an object for each start method, not {found}")
    };
    assert!(found.contains_key("spawn"), "every machine has it");
    found
}
