//! The links for threads have one shared memory for all workers; the others have one for each.
//!
//! The difference is made by link arguments alone, so that std is compiled once for all links.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_FEATURE_THREADS").is_none() {
        return;
    }
    // From 32 MiB, which the allocator uses in full, to 256 MiB: some browsers reserve all of it,
    // and phones refuse much more. `crates/app/src/lab/start.rs` makes a memory of this size.
    let memory = [
        "--shared-memory",
        "--import-memory",
        "--initial-memory=33554432",
        "--max-memory=268435456",
    ];
    let thread_locals = ["__wasm_init_tls", "__tls_size", "__tls_align", "__tls_base"]
        .map(|symbol| format!("--export={symbol}"));
    for arg in memory.map(str::to_owned).iter().chain(&thread_locals) {
        println!("cargo::rustc-link-arg-cdylib={arg}");
    }
}
