//! Chooses between the two links of the lab: one shared memory for all workers, or one each.
//!
//! The choice is made by link arguments alone, so that both come from one compilation.

fn main() {
    println!("cargo::rerun-if-env-changed=INTERLEAVE_LINK");
    if std::env::var("INTERLEAVE_LINK").as_deref() != Ok("threads") {
        return;
    }
    // 256 MiB at most: some browsers reserve all of it, and phones refuse much more.
    let memory = ["--shared-memory", "--import-memory", "--max-memory=268435456"];
    let thread_locals = ["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"]
        .map(|symbol| format!("--export={symbol}"));
    for arg in memory.map(str::to_owned).iter().chain(&thread_locals) {
        println!("cargo::rustc-link-arg-cdylib={arg}");
    }
}
